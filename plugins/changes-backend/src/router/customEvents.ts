import { parseEntityRef } from '@backstage/catalog-model';
import {
  type Actor,
  type ChangeEvent,
  type Observation,
  parseSubject,
} from '@ripplehq/backstage-plugin-changes-common';
import { customEvent } from '@ripplehq/backstage-plugin-changes-common/schema';
import type { z } from 'zod';
import { fieldOf } from '../ingest/validate';

/** All custom events of a caller are of one instance. @internal */
export const CUSTOM_INSTANCE = 'main';

type CustomEvent = z.output<typeof customEvent>;

/** What is wrong with an item, and in which field. @internal */
export interface ItemError {
  field: string;
  message: string;
}

/** A caller's clock may be ahead of the portal's by this much. */
const CLOCK_AHEAD_MS = 5 * 60_000;

/** Reads one item of `POST /events`. `author`: who sends it, where that is a signed-in user. @internal */
export function readCustomEvent(
  item: unknown,
  { receivedAt, author }: { receivedAt: string; author?: Actor },
): { event: CustomEvent } | { error: ItemError } {
  const result = customEvent.safeParse(item);
  if (!result.success) {
    const [issue] = result.error.issues;
    if (issue.code === 'unrecognized_keys') {
      return {
        error: {
          field: fieldOf([...issue.path, issue.keys[0]]),
          message: `is no field of an event; free facts belong in details`,
        },
      };
    }
    return {
      error: { field: fieldOf(issue.path) || 'body', message: issue.message },
    };
  }
  const event = result.data;
  const error = firstError([
    futureError(event, 'startedAt', receivedAt),
    futureError(event, 'endedAt', receivedAt),
    actorError(event, author),
    ...(event.subjects ?? []).map((text, i) => subjectError(text, i)),
    ...(event.entityRefs ?? []).map((text, i) => refError(text, i)),
  ]);
  return error ? { error } : { event };
}

function futureError(
  event: CustomEvent,
  field: 'startedAt' | 'endedAt',
  receivedAt: string,
): ItemError | undefined {
  const at = event[field];
  return at && Date.parse(at) > Date.parse(receivedAt) + CLOCK_AHEAD_MS
    ? { field, message: `${at} has not come yet; it is ${receivedAt}` }
    : undefined;
}

function actorError(
  { actor }: CustomEvent,
  author: Actor | undefined,
): ItemError | undefined {
  if (!actor) return undefined;
  if (author) {
    return {
      field: 'actor',
      message: `of what a signed-in user sends is that user (${author.entityRef}); leave it out`,
    };
  }
  return actor.entityRef === undefined || isRef(actor.entityRef)
    ? undefined
    : {
        field: 'actor.entityRef',
        message: `'${actor.entityRef}' is no entity ref; write it as 'user:default/dana'`,
      };
}

/** The refs that an item names, complete and in lower case. @internal */
export function entityRefsOf(event: CustomEvent): string[] {
  return (event.entityRefs ?? []).map(text => {
    const { kind, namespace, name } = parseRef(text);
    return `${kind}:${namespace}/${name}`.toLocaleLowerCase('en-US');
  });
}

/**
 * An item as an observation. What an item leaves open is filled in so that sending it twice is the same as once: times that it does
 * not say are those that are known already, else the moment of its arrival.
 * @internal
 */
export function customObservation(options: {
  event: CustomEvent;
  key: string;
  known?: Pick<ChangeEvent, 'startedAt' | 'endedAt' | 'status'>;
  receivedAt: string;
}): Observation {
  const { event, key, known, receivedAt } = options;
  const isOpen = ['in-progress', 'open', 'acknowledged', 'suppressed'];
  const start =
    event.startedAt ??
    known?.startedAt ??
    earliest(receivedAt, event.endedAt ?? receivedAt);
  const finalStatus =
    event.status && !isOpen.includes(event.status) ? event.status : undefined;
  const end = endOf(event, finalStatus, { start, known, receivedAt });
  return {
    type: event.type,
    kind: event.kind,
    instance: CUSTOM_INSTANCE,
    key,
    title: event.title,
    severity: event.severity,
    // What began before the known end does not reopen it, however late its word comes.
    observedAt:
      !end && event.startedAt && isBefore(event.startedAt, known?.endedAt)
        ? earliest(event.startedAt, receivedAt)
        : receivedAt,
    start,
    ...(end ? { end } : {}),
    ...(event.status && !finalStatus ? { status: event.status } : {}),
    ...(event.status === 'acknowledged' ? { acknowledged: receivedAt } : {}),
    actor: event.actor,
    environment: event.environment,
    cluster: event.cluster,
    namespace: event.namespace,
    subjects: event.subjects ?? [],
    entityRefs: entityRefsOf(event),
    links: event.links ?? [],
    diff: event.diff,
    evidence: Object.entries(event.details ?? {})
      .slice(0, 100)
      .map(([label, text]) => ({ label, text })),
  };
}

// A change of which nothing is said but its title happened at once; an alert stays open until somebody says otherwise.
function endOf(
  event: CustomEvent,
  finalStatus: ChangeEvent['status'] | undefined,
  times: {
    start: string;
    known?: Pick<ChangeEvent, 'endedAt' | 'status'>;
    receivedAt: string;
  },
): Observation['end'] {
  const byDefault = event.type === 'change' ? 'succeeded' : 'resolved';
  if (event.endedAt) {
    return { at: event.endedAt, status: finalStatus ?? byDefault };
  }
  if (finalStatus) {
    const already =
      times.known?.status === finalStatus ? times.known.endedAt : undefined;
    const at = already ?? times.receivedAt;
    return { at: at < times.start ? times.start : at, status: finalStatus };
  }
  return event.type === 'change' && !event.status
    ? { at: times.start, status: byDefault }
    : undefined;
}

function isBefore(one: string, other: string | undefined): boolean {
  return other !== undefined && Date.parse(one) < Date.parse(other);
}

function earliest(one: string, other: string): string {
  return isBefore(one, other) ? one : other;
}

function subjectError(text: string, index: number): ItemError | undefined {
  const field = `subjects[${index}]`;
  try {
    const { source } = parseSubject(text);
    return source === 'catalog'
      ? { field, message: 'name entities in entityRefs, not as subjects' }
      : undefined;
  } catch (error) {
    return { field, message: (error as Error).message };
  }
}

function refError(text: string, index: number): ItemError | undefined {
  return isRef(text)
    ? undefined
    : {
        field: `entityRefs[${index}]`,
        message: `'${text}' is no entity ref; write it as 'component:default/rest-api'`,
      };
}

function isRef(text: string): boolean {
  try {
    parseRef(text);
    return true;
  } catch {
    return false;
  }
}

function parseRef(text: string) {
  return parseEntityRef(text, {
    defaultKind: 'component',
    defaultNamespace: 'default',
  });
}

function firstError(errors: (ItemError | undefined)[]): ItemError | undefined {
  return errors.find(error => error !== undefined);
}
