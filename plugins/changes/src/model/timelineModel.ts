import type {
  CoverageInterval,
  Lane,
  LaneEvent,
  Timeline,
} from '@ripplehq/backstage-plugin-changes-common';
import type { TimeRange } from './TimeRange';
import { withoutFolded } from './withoutFolded';

/** An event with its times as numbers. */
export interface TimedEvent {
  event: LaneEvent;
  id: string;
  start: number;
  /** Absent: a moment, or not ended. */
  end?: number;
  /** It lasts until now. */
  open: boolean;
}

/** A lane with the events that lie in it, oldest first. */
export interface LaneModel {
  index: number;
  lane: Lane;
  /** Changes; drawn as marks. */
  changes: TimedEvent[];
  /** Alerts and health issues; drawn as bars. */
  issues: TimedEvent[];
  /** What its events and counts were asked for. */
  window: TimeRange;
  bucketMs: number;
  /** How well what happens to it was watched. */
  coverage: CoverageInterval[];
  /** The lane in a wider window, which knows what lies outside of this one. */
  wider?: LaneModel;
}

/** A timeline's answer, ready for drawing. */
export interface TimelineModel {
  entityRef: string;
  window: TimeRange;
  bucketMs: number;
  lanes: LaneModel[];
  /** All events that are drawn in some lane, oldest first, each once. */
  events: TimedEvent[];
  byId: ReadonlyMap<string, TimedEvent>;
}

const OPEN_STATUSES: ReadonlySet<string> = new Set([
  'in-progress',
  'open',
  'acknowledged',
  'suppressed',
]);

/** Whether an event with this status still goes on. */
export function isOpenStatus(status: string): boolean {
  return OPEN_STATUSES.has(status);
}

/** The end that an event has at a moment: its own, now while it is open, else its start. */
export function endAt(event: TimedEvent, now: number): number {
  if (event.end !== undefined) return event.end;
  return event.open ? Math.max(event.start, now) : event.start;
}

/** Sorts a timeline's answer into lanes. */
export function timelineModel(timeline: Timeline): TimelineModel {
  const told = new Map<string, TimedEvent>();
  for (const event of [...timeline.events, ...timeline.intervals]) {
    if (!told.has(event.id)) told.set(event.id, timed(event));
  }
  const inOrder = [...told.values()].sort(
    (a, b) => a.start - b.start || (a.id < b.id ? -1 : 1),
  );
  const window = {
    from: Date.parse(timeline.window.from),
    to: Date.parse(timeline.window.to),
  };
  const bucketMs = timeline.window.bucketSeconds * 1000;
  const lanes = timeline.lanes.map(
    (lane, index): LaneModel => ({
      index,
      lane,
      changes: [],
      issues: [],
      window,
      bucketMs,
      coverage: lane.coverage.flatMap(at => timeline.coverage[at] ?? []),
    }),
  );
  for (const item of inOrder) {
    for (const index of item.event.lanes) {
      const list = item.event.type === 'change' ? 'changes' : 'issues';
      lanes[index]?.[list].push(item);
    }
  }
  const drawn = new Set<TimedEvent>();
  for (const lane of lanes) {
    lane.changes = withoutFolded(lane.changes, ({ event }) => event);
    for (const item of [...lane.changes, ...lane.issues]) drawn.add(item);
  }
  const events = inOrder.filter(item => drawn.has(item));
  return {
    entityRef: timeline.entityRef,
    window,
    bucketMs,
    lanes,
    events,
    byId: new Map(events.map(item => [item.id, item])),
  };
}

function timed(event: LaneEvent): TimedEvent {
  const start = Date.parse(event.startedAt);
  const end = event.endedAt ? Date.parse(event.endedAt) : undefined;
  return {
    event,
    id: event.id,
    start,
    ...(end !== undefined && end > start ? { end } : {}),
    open: end === undefined && isOpenStatus(event.status),
  };
}
