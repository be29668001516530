import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import {
  later,
  plainChanged,
  plainCreated,
  plainDeleted,
  rememberPlain,
  subjectOf,
  type KnownPlain,
  type PlainContext,
} from '../interpret';
import { tell } from '../interpret/change';
import {
  digestOf,
  type Kind,
  type Named,
  type PlainObject,
  type Written,
} from '../kinds';
import type { Operation, Places } from './Operation';

/** After an operation ended its tool may still be at work on what it set in motion: a cluster's clock differs, a webhook is slow. */
const AFTER_END_MS = 30_000;
/** Times of writes are cut to seconds. */
const BEFORE_START_MS = 2_000;

/** An object of a delivery tool as it was just read. */
export interface Delivered extends PlainObject, Written {
  /** What its status tells of, the oldest first; the state of the object's own comes last. */
  operations: (places: Places, known?: KnownDelivered) => Operation[];
  /** The workloads that it looks after, as subjects. */
  manages: (places: Places) => string[];
  /** Where it delivers to, if that is elsewhere than where it lies: what it does happens there. */
  delivery?: (places: Places) => DeliveryPlace | undefined;
}

/** Where something is delivered to. */
export interface DeliveryPlace {
  cluster: string;
  namespace?: string;
}

/** What is remembered of it between two sightings. */
export interface KnownDelivered extends KnownPlain {
  /** Keys of the operations that its status told of, with a mark of what was last told of each. */
  told: Record<string, string>;
  /** Of the operation that has not ended: told once more when the object is gone. */
  open?: Pick<Operation, 'key' | 'kind' | 'title' | 'severity' | 'subjects'> & {
    start: string;
  };
  /** What has become of operations, by their keys. */
  outcomes: Record<string, string>;
  /** The attempt that its status last told of. */
  attempt?: { key: string; start: string; revision: string; previous?: string };
  /** The workloads that it looked after. */
  managed: string[];
  /** Where it delivered to. */
  place?: DeliveryPlace;
}

export interface DeliveredStep {
  known: KnownDelivered;
  observations: Observation[];
}

/**
 * What follows from a sighting of a delivery tool's object: what somebody changed of its own wishes, and each operation that its status
 * tells of, again whenever it tells more.
 * @param how - `first`: nobody has read its kind before, so that it is there is no news; its history is told all the same
 */
export function deliveredSeen(
  kind: Kind,
  previous: KnownDelivered | undefined,
  next: Delivered,
  how: 'first' | 'list' | 'watch',
  places: Places,
  context: Omit<PlainContext, 'affects'>,
): DeliveredStep {
  const { operations: operationsOf, manages, delivery, ...object } = next;
  const managed = manages(places);
  const place = delivery?.(places);
  const operations = operationsOf(places, previous);
  const told: KnownDelivered['told'] = {};
  const outcomes: KnownDelivered['outcomes'] = {};
  const observations: Observation[] = [];
  const own = ownChange(kind, previous, next, how, {
    ...context,
    affects: () => managed,
  });
  if (own) observations.push(own);
  for (const operation of operations) {
    const before = previous?.told[operation.key];
    // What was told as it happened history can only repeat.
    const mark = operation.isPast && before ? before : digestOf(operation);
    told[operation.key] = mark;
    if (operation.outcome) outcomes[operation.key] = operation.outcome;
    if (before === mark) continue;
    observations.push(tellOperation(kind, operation, next, how, context));
  }
  observations.push(...endReplaced(kind, previous, operations, next, context));
  const open = operations.findLast(({ end }) => end === undefined);
  return {
    known: {
      ...rememberPlain(object),
      told,
      outcomes,
      managed,
      ...(place ? { place } : {}),
      ...(open ? { open: headlineOf(open) } : {}),
      ...attemptOf(operations.at(-1)),
    },
    observations: observations.map(one => placed(one, place, context)),
  };
}

/** The object is gone. What it was at then has no outcome that anybody could know. */
export function deliveredGone(
  kind: Kind,
  previous: KnownDelivered,
  last: Named,
  context: Omit<PlainContext, 'affects'>,
): Observation[] {
  const { open, managed, place } = previous;
  const at = last.deletingSince ?? context.now;
  return [
    ...(open
      ? [
          endUnknown(
            kind,
            open,
            at,
            { ...previous, resourceVersion: last.resourceVersion },
            context,
          ),
        ]
      : []),
    plainDeleted(kind, previous, last, {
      ...context,
      affects: () => managed,
    }),
  ].map(one => placed(one, place, context));
}

/** A hub's own environment says nothing of what happens in the clusters that it delivers to. */
function placed(
  observation: Observation,
  place: DeliveryPlace | undefined,
  { cluster }: Pick<PlainContext, 'cluster'>,
): Observation {
  if (!place) return observation;
  const { environment, ...rest } = observation;
  return {
    ...rest,
    ...(environment && place.cluster === cluster ? { environment } : {}),
    cluster: place.cluster,
    ...(place.namespace ? { namespace: place.namespace } : {}),
  };
}

/** What was under way and of which nothing is said any more: another operation came in its place. */
function endReplaced(
  kind: Kind,
  previous: KnownDelivered | undefined,
  operations: readonly Operation[],
  object: Delivered,
  context: Omit<PlainContext, 'affects'>,
): Observation[] {
  const open = previous?.open;
  if (!open || operations.some(({ key }) => key === open.key)) return [];
  const successor = operations.find(
    ({ start }) => Date.parse(start) > Date.parse(open.start),
  );
  return [
    endUnknown(kind, open, successor?.start ?? context.now, object, context),
  ];
}

function endUnknown(
  kind: Kind,
  open: NonNullable<KnownDelivered['open']>,
  at: string,
  object: Named,
  context: Omit<PlainContext, 'affects'>,
): Observation {
  const { write: _, ...observation } = tell(
    {
      ...open,
      key: keyOf(object, open),
      subjects: [subjectOf(context, kind, object), ...open.subjects],
      end: { at: later(at, open.start), status: 'unknown-end' },
    },
    object,
    context,
  );
  return observation;
}

function ownChange(
  kind: Kind,
  previous: KnownDelivered | undefined,
  next: Delivered,
  how: 'first' | 'list' | 'watch',
  context: PlainContext,
): Observation | undefined {
  if (previous) return plainChanged(kind, previous, next, context);
  return how === 'first' ? undefined : plainCreated(kind, next, context);
}

function tellOperation(
  kind: Kind,
  operation: Operation,
  object: Delivered,
  how: 'first' | 'list' | 'watch',
  context: Omit<PlainContext, 'affects'>,
): Observation {
  const { actor, links, threads, start, end } = operation;
  const isFound =
    operation.isPast || (how === 'first' && end !== undefined) || undefined;
  const from = new Date(Date.parse(start) - BEFORE_START_MS).toISOString();
  const to = end && new Date(Date.parse(end.at) + AFTER_END_MS).toISOString();
  // Who wrote the object's status is not who did it.
  const { write: _, ...observation } = tell(
    {
      ...operation,
      key: keyOf(object, operation),
      subjects: [subjectOf(context, kind, object), ...operation.subjects],
      moment: { start },
      ...(isFound ? { reconstructed: true } : {}),
    },
    object,
    context,
  );
  return {
    ...observation,
    ...(actor ? { actor } : {}),
    ...(links.length > 0 ? { links } : {}),
    ...(threads.length > 0
      ? {
          gathers: threads.map(thread => ({
            thread,
            from,
            ...(to ? { to } : {}),
          })),
        }
      : {}),
  };
}

function attemptOf(
  last: Operation | undefined,
): Pick<KnownDelivered, 'attempt'> {
  if (!last?.attempt) return {};
  const { key, start, attempt } = last;
  return { attempt: { key, start, ...attempt } };
}

function headlineOf(open: Operation): NonNullable<KnownDelivered['open']> {
  const { key, kind, title, severity, subjects, start } = open;
  return { key, kind, title, severity, subjects, start };
}

function keyOf({ uid }: Named, { key }: Pick<Operation, 'key'>): string {
  return `${uid}/${key}`;
}
