import {
  clampRange,
  revealMoment,
  spanOf,
  zoomRange,
  ZOOM_MIN_MS,
  type TimeRange,
} from './TimeRange';
import { endAt, type LaneModel, type TimedEvent } from './timelineModel';

/** What a press on several events leads to: a view in which they part, or a list of them where none does. */
export type Target =
  | { type: 'zoom'; view: TimeRange }
  | { type: 'list'; range: TimeRange };

/** Events are shown so that they take this part of the view. */
const PARTED_SHARE = 0.2;
/** A view that is not this much closer than the present one parts nothing more. */
const CLOSER_MIN = 1.05;
/** Room around a slice of counts. */
const SLICE_ROOM = 1.5;
/** A slice that takes more of the view already cannot be parted by zooming to it. */
const SLICE_SHARE_MAX = 0.34;

/** Where a pill leads to. `events` are oldest first. */
export function pillTarget(
  events: readonly TimedEvent[],
  view: TimeRange,
): Target {
  const first = events[0].start;
  const last = events[events.length - 1].start;
  const span = Math.max((last - first) / PARTED_SHARE, ZOOM_MIN_MS);
  if (spanOf(view) <= span * CLOSER_MIN) {
    return { type: 'list', range: { from: first, to: last + 1 } };
  }
  const middle = (first + last) / 2;
  return {
    type: 'zoom',
    view: { from: middle - span / 2, to: middle + span / 2 },
  };
}

/** Where a count leads to. */
export function sliceTarget(
  slice: TimeRange,
  view: TimeRange,
  full: TimeRange,
): Target {
  if (spanOf(slice) > spanOf(view) * SLICE_SHARE_MAX) {
    return { type: 'list', range: slice };
  }
  const middle = (slice.from + slice.to) / 2;
  return { type: 'zoom', view: zoomRange(slice, SLICE_ROOM, middle, full) };
}

/** The view moved to the nearest event of a lane out of it, on one side; by half of itself where that event was not sent. */
export function edgeView(options: {
  lane: LaneModel;
  side: 'before' | 'after';
  view: TimeRange;
  full: TimeRange;
  now: number;
}): TimeRange {
  const { lane, side, view, full, now } = options;
  const events = [...lane.changes, ...lane.issues];
  const nearest =
    side === 'before'
      ? Math.max(
          ...events.map(e => endAt(e, now)).filter(end => end < view.from),
        )
      : Math.min(...events.map(e => e.start).filter(at => at > view.to));
  if (Number.isFinite(nearest)) return revealMoment(view, nearest, full);
  const step = (spanOf(view) / 2) * (side === 'before' ? -1 : 1);
  return clampRange({ from: view.from + step, to: view.to + step }, full);
}
