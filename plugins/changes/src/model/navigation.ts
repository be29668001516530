import { overlaps, type TimeRange } from './TimeRange';
import { endAt, type LaneModel, type TimedEvent } from './timelineModel';

/** The event before or after in time, over all lanes; the nearest end of the row where none is chosen. */
export function stepInTime(
  events: readonly TimedEvent[],
  current: string | undefined,
  direction: 'previous' | 'next',
): TimedEvent | undefined {
  const index = events.findIndex(event => event.id === current);
  if (index < 0) {
    return direction === 'previous' ? events[events.length - 1] : events[0];
  }
  return events[index + (direction === 'next' ? 1 : -1)];
}

/** The event nearest in time in the next lane above or below that has one in view. `lanes` are in the order of the screen. */
export function stepToLane(options: {
  lanes: readonly LaneModel[];
  current: TimedEvent | undefined;
  direction: 'up' | 'down';
  view: TimeRange;
  now: number;
}): TimedEvent | undefined {
  const { lanes, current, direction, view, now } = options;
  const step = direction === 'down' ? 1 : -1;
  const at = current?.start ?? view.to;
  const begin = lanes.findIndex(({ index }) =>
    current?.event.lanes.includes(index),
  );
  const first = begin < 0 && direction === 'up' ? lanes.length : begin;
  for (let i = first + step; i >= 0 && i < lanes.length; i += step) {
    const nearest = [...lanes[i].changes, ...lanes[i].issues]
      .filter(event => overlaps(view, event.start, endAt(event, now)))
      .sort((a, b) => Math.abs(a.start - at) - Math.abs(b.start - at))[0];
    if (nearest) return nearest;
  }
  return undefined;
}
