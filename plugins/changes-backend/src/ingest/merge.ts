import type { Observation } from '@ripplehq/backstage-plugin-changes-common';

/*
 * An event's state is a join-semilattice: merging is commutative, associative and idempotent, so duplicates, disorder and a resolve that
 * comes first are harmless. Start is the earliest known, subjects the union; every other field, the end among them, is a register that
 * holds the word of the latest observation that carried it.
 */

type Status = Observation['status'] & string;

/**
 * Which observation a value came from, in a total order: observedAt, sequence (absent is least), rank of the status, digest of the
 * whole observation. Equal stamps mean the same observation.
 */
export type Stamp = readonly [
  observedAt: number,
  sequence: number | null,
  rank: number,
  digest: string,
];

/** The fields that are registers. */
export interface EventFields {
  type: Observation['type'];
  kind: string;
  title: string;
  severity: Observation['severity'];
  status: Status;
  observedBetween: { from: number; to: number };
  actor: NonNullable<Observation['actor']>;
  /** Public id. */
  partOf: string;
  /** As the source said it. */
  environment: string;
  cluster: string;
  namespace: string;
  links: NonNullable<Observation['links']>;
  hasCode: boolean;
  manifest: { before?: unknown; after?: unknown };
  diff: NonNullable<Observation['diff']>;
  rollout: NonNullable<Observation['rollout']>;
  evidence: NonNullable<Observation['evidence']>;
  raw: unknown;
  /** Whom an audit log names: no word of the source itself counts against it. Null: it named somebody and took it back. */
  attributed: NonNullable<Observation['actor']> | null;
}

export type FieldName = keyof EventFields;

/** A value with the observation it came from. `kept`: it lies in the store and need not be written again. */
export type Register<T> =
  | { readonly stamp: Stamp; readonly value: T }
  | { readonly stamp: Stamp; readonly kept: true };

export interface MergeState {
  readonly firstObservedAt: number;
  readonly start?: number;
  readonly acknowledged?: number;
  readonly end?: End;
  /** Every observation so far was found in history. */
  readonly reconstructed: boolean;
  /** Sorted. */
  readonly subjects: readonly string[];
  readonly fields: {
    readonly [F in FieldName]?: Register<EventFields[F]>;
  };
}

/** When it ended, with the observation that said so. */
interface End {
  readonly stamp: Stamp;
  readonly at: number;
  /** Nobody saw the end: it lies between this time and `at`. */
  readonly after?: number;
}

/** Of two that were observed at the same moment the higher one wins. */
const STATUS_RANKS: Record<Status, number> = {
  'in-progress': 0,
  open: 0,
  suppressed: 1,
  'unknown-end': 1,
  acknowledged: 2,
  superseded: 2,
  succeeded: 3,
  failed: 4,
  resolved: 4,
};

const FINAL_STATUSES = new Set<Status>([
  'succeeded',
  'failed',
  'superseded',
  'unknown-end',
  'resolved',
]);

/** Whether nothing more is expected after it. */
export function isFinal(status: Status): boolean {
  return FINAL_STATUSES.has(status);
}

/** What a single observation says. `digest` tells observations of one moment apart. */
export function stateOf(
  observation: Observation,
  identity: { subjects: readonly string[]; partOf?: string; digest: string },
): MergeState {
  const observedAt = Date.parse(observation.observedAt);
  const status = statusOf(observation);
  const stamp: Stamp = [
    observedAt,
    observation.sequence ?? null,
    STATUS_RANKS[status],
    identity.digest,
  ];
  const said: Partial<EventFields> = {
    type: observation.type,
    kind: observation.kind,
    title: observation.title,
    severity: observation.severity,
    status,
    observedBetween: observation.observedBetween && {
      from: Date.parse(observation.observedBetween.from),
      to: Date.parse(observation.observedBetween.to),
    },
    actor: observation.actor,
    partOf: identity.partOf,
    environment: observation.environment,
    cluster: observation.cluster,
    namespace: observation.namespace,
    links: observation.links,
    hasCode: observation.hasCode,
    manifest:
      observation.before === undefined && observation.after === undefined
        ? undefined
        : { before: observation.before, after: observation.after },
    diff: observation.diff,
    rollout: observation.rollout,
    evidence: observation.evidence,
    raw: observation.raw,
  };
  return {
    firstObservedAt: observedAt,
    start: parsed(observation.start),
    acknowledged: parsed(observation.acknowledged),
    end: endOf(observation, status, stamp),
    reconstructed: observation.reconstructed === true,
    subjects: [...new Set(identity.subjects)].sort(),
    fields: Object.fromEntries(
      Object.entries(said)
        .filter(([, value]) => value !== undefined)
        .map(([field, value]) => [field, { stamp, value }]),
    ),
  };
}

/** What an audit log, and not the source, says of an event: whom it names. `change` grows with each time that it says so. */
export function attributedState(
  actor: EventFields['attributed'],
  change: number,
): MergeState {
  const stamp: Stamp = [change, null, 0, ''];
  return {
    firstObservedAt: Number.MAX_SAFE_INTEGER,
    reconstructed: true,
    subjects: [],
    fields: { attributed: { stamp, value: actor } },
  };
}

export function merge(a: MergeState, b: MergeState): MergeState {
  const fields: { [F in FieldName]?: Register<unknown> } = { ...a.fields };
  for (const [field, register] of Object.entries(b.fields)) {
    const name = field as FieldName;
    fields[name] = later(fields[name], register);
  }
  return {
    firstObservedAt: Math.min(a.firstObservedAt, b.firstObservedAt),
    start: least(a.start, b.start),
    acknowledged: least(a.acknowledged, b.acknowledged),
    end: laterEnd(a.end, b.end),
    reconstructed: a.reconstructed && b.reconstructed,
    subjects: [...new Set([...a.subjects, ...b.subjects])].sort(),
    fields: fields as MergeState['fields'],
  };
}

/** When it began and ended, from all that is known. */
export function intervalOf(
  state: Pick<MergeState, 'start' | 'end' | 'firstObservedAt'>,
  status: Status,
  observedBetween: EventFields['observedBetween'] | undefined,
): {
  startedAt: number;
  endedAt?: number;
  /** It ended between then and `endedAt`. */
  endedAfter?: number;
} {
  const startedAt = state.start ?? observedBetween?.to ?? state.firstObservedAt;
  const { end } = state;
  if (!isFinal(status) || !end) return { startedAt };
  const endedAt = Math.max(end.at, startedAt);
  const endedAfter = Math.max(end.after ?? endedAt, startedAt);
  return {
    startedAt,
    endedAt,
    ...(endedAfter < endedAt ? { endedAfter } : {}),
  };
}

function endOf(
  observation: Observation,
  status: Status,
  stamp: Stamp,
): End | undefined {
  if (observation.end) {
    const { at, after } = observation.end;
    return {
      stamp,
      at: Date.parse(at),
      ...(after ? { after: Date.parse(after) } : {}),
    };
  }
  // A final state without an end is that of something instantaneous.
  return isFinal(status)
    ? { stamp, at: Date.parse(observation.start ?? observation.observedAt) }
    : undefined;
}

function laterEnd(a: End | undefined, b: End | undefined): End | undefined {
  if (!a || !b) return a ?? b;
  return compareStamps(a.stamp, b.stamp) < 0 ? b : a;
}

function statusOf(observation: Observation): Status {
  if (observation.end) return observation.end.status;
  if (observation.status) return observation.status;
  if (observation.type === 'change') return 'in-progress';
  return observation.acknowledged ? 'acknowledged' : 'open';
}

function later<T>(a: Register<T> | undefined, b: Register<T>): Register<T> {
  if (!a) return b;
  const order = compareStamps(a.stamp, b.stamp);
  if (order !== 0) return order > 0 ? a : b;
  return 'kept' in a ? a : b;
}

/** Negative when `a` is the earlier one. */
export function compareStamps(a: Stamp, b: Stamp): number {
  return (
    a[0] - b[0] ||
    compareSequences(a[1], b[1]) ||
    a[2] - b[2] ||
    compareTexts(a[3], b[3])
  );
}

function compareSequences(a: number | null, b: number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a - b;
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function parsed(timestamp: string | undefined): number | undefined {
  return timestamp === undefined ? undefined : Date.parse(timestamp);
}

function least(a: number | undefined, b: number | undefined) {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
