import type { TimedEvent, TimelineModel } from './timelineModel';

/** How long after a change is told what happened next. */
const AFTERMATH_MS = 2 * 3_600_000;
const AFTERMATH_EVENTS = 6;

const REACTIONS: ReadonlySet<string> = new Set([
  'rollback',
  'restart',
  'autoscale',
]);

/** What happened after an event. */
export interface Aftermath {
  /** Alerts, health issues and reactions on the way from its service to the page's, oldest first. */
  events: TimedEvent[];
  /** The rollback of the same service that came after it. */
  rollback?: TimedEvent;
}

/** What happened next, from the event's service down to the page's. */
export function aftermath(model: TimelineModel, event: TimedEvent): Aftermath {
  const own = event.event.lanes.flatMap(index => model.lanes[index] ?? []);
  const refs = new Set(own.flatMap(({ lane }) => lane.path));
  const lanes = new Set(
    model.lanes
      .filter(({ lane }) => refs.has(lane.entityRef))
      .map(({ index }) => index),
  );
  const later = model.events.filter(
    other =>
      other.id !== event.id &&
      other.start >= event.start &&
      other.start <= event.start + AFTERMATH_MS,
  );
  const rollback = later.find(
    other =>
      other.event.kind === 'rollback' &&
      other.event.lanes.some(index => event.event.lanes.includes(index)),
  );
  return {
    events: later
      .filter(
        other =>
          (other.event.type !== 'change' || REACTIONS.has(other.event.kind)) &&
          other.event.lanes.some(index => lanes.has(index)),
      )
      .slice(0, AFTERMATH_EVENTS),
    ...(rollback ? { rollback } : {}),
  };
}
