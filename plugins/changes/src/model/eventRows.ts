import type {
  ChangeEvent,
  HealthStatus,
  Lane,
} from '@ripplehq/backstage-plugin-changes-common';
import { isOpenStatus } from './timelineModel';
import { overlaps, type TimeRange } from './TimeRange';

/** A row of the table: an event, or the moment at which the service became ill. */
export type EventRow =
  | { type: 'event'; event: ChangeEvent; lane: Lane | undefined }
  | { type: 'became'; at: number; service: string; status: HealthStatus };

/** The moment that parts causes from effects. */
export interface Onset {
  at: number;
  service: string;
  status: HealthStatus;
}

/** The events that overlap the view, newest first, with the onset between those after and those before it. */
export function eventRows(options: {
  events: readonly ChangeEvent[];
  lanes: readonly Lane[];
  view: TimeRange;
  now: number;
  onset?: Onset;
}): EventRow[] {
  const { events, lanes, view, now, onset } = options;
  const byRef = new Map(
    [...lanes].reverse().map(lane => [lane.entityRef, lane]),
  );
  const timed = events
    .map(event => ({ event, start: Date.parse(event.startedAt) }))
    .filter(({ event, start }) =>
      overlaps(view, start, endOf(event, start, now)),
    )
    .sort((a, b) => b.start - a.start || (a.event.id < b.event.id ? 1 : -1));
  const rows: EventRow[] = [];
  let parted = onset === undefined || onset.at > view.to;
  for (const { event, start } of timed) {
    if (!parted && onset && start < onset.at) {
      rows.push({ type: 'became', ...onset });
      parted = true;
    }
    rows.push({ type: 'event', event, lane: laneOf(event, byRef) });
  }
  return rows;
}

function laneOf(
  event: ChangeEvent,
  byRef: ReadonlyMap<string, Lane>,
): Lane | undefined {
  return event.entityRefs
    .flatMap(ref => byRef.get(ref) ?? [])
    .sort((a, b) => a.degree - b.degree)[0];
}

function endOf(event: ChangeEvent, start: number, now: number): number {
  if (event.endedAt) return Date.parse(event.endedAt);
  return isOpenStatus(event.status) ? Math.max(start, now) : start;
}
