import { overlaps, type TimeRange } from './TimeRange';
import { endAt, type LaneModel, type TimelineModel } from './timelineModel';

/** What is in view, over all lanes. */
export interface ViewCounts {
  changes: number;
  alerts: number;
  issues: number;
  /** Not every change was sent: some are only counted. */
  folded: boolean;
}

/** Counts what overlaps the view; changes of lanes that are not complete from their buckets. */
export function viewCounts(
  model: TimelineModel,
  view: TimeRange,
  now: number,
): ViewCounts {
  const seen = model.events.filter(event =>
    overlaps(view, event.start, endAt(event, now)),
  );
  const count = (type: string) =>
    seen.filter(({ event }) => event.type === type).length;
  const folded = model.lanes.some(lane => !lane.lane.complete);
  return {
    changes: folded
      ? model.lanes.reduce((sum, lane) => sum + changesIn(lane, view), 0)
      : count('change'),
    alerts: count('alert'),
    issues: count('health'),
    folded,
  };
}

function changesIn(lane: LaneModel, view: TimeRange): number {
  if (lane.lane.complete) {
    return lane.changes.filter(event => overlaps(view, event.start)).length;
  }
  return lane.lane.counts.change.reduce((sum, count, index) => {
    const from = lane.window.from + index * lane.bucketMs;
    return overlaps(view, from, from + lane.bucketMs - 1) ? sum + count : sum;
  }, 0);
}
