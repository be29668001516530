import type {
  Attribution,
  CodeComparison,
  CoverageNote,
  FieldChange,
  Noise,
  Observation,
  SourceState,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';

/**
 * A kind of input with its instances. Registered through {@link changesSourcesExtensionPoint}.
 * @public
 */
export interface ChangeSource {
  /** Lower case, e.g. `kubernetes`. The source of every event that comes through its connection. */
  readonly source: string;
  /**
   * Starts collecting; called once, when the store is open. Returns at once or runs until the signal aborts; what it throws is logged
   * and shown by `GET /sources`, and it is called again after a back-off.
   */
  start(connection: SourceConnection, signal: AbortSignal): Promise<void>;
}

/**
 * One step of a source: all of it is stored, or nothing.
 * @public
 */
export interface CommitBatch {
  observations?: Observation[];
  subjects?: SubjectRow[];
  coverage?: CoverageNote[];
  /** Who made which writes, of an audit log. */
  attributions?: Attribution[];
  /**
   * All instances that the source has now, as its config says: the coverage of every other one ends, and what it tells is no longer
   * current. A source commits it once it knows them, and again when they change.
   */
  instances?: { names: string[]; at: string };
  /**
   * Bodies that the source keeps, by id within the scope; needs `scope`. They are redacted as everything is: a cursor must not stand
   * under a name such as `nextToken`.
   */
  states?: SourceState[];
  /** What an instance holds back as noise, for who operates Ripple: its latest word counts. */
  noise?: Noise & { instance: string };
  /** Where to go on after a restart, e.g. a resourceVersion; needs `scope`. */
  position?: string;
  /** What states and position belong to, e.g. `prod-eu/deployments.apps`. */
  scope?: string;
  /** Collectors that hold a lease pass it; a commit under a lost lease is refused whole. */
  lease?: Lease;
}

/**
 * The right to collect a scope, held by one replica.
 * @public
 */
export interface Lease {
  readonly scope: string;
  /** Grows with each holder. */
  readonly token: number;
  /** Aborts when the lease is lost; the reason is a {@link LeaseLostError}. */
  readonly signal: AbortSignal;
  release(): Promise<void>;
}

/**
 * The only way into Ripple's store.
 * @public
 */
export interface SourceConnection {
  /**
   * Stores a step in one transaction.
   * @throws InputError naming the field when something does not fit the schemas: nothing is stored.
   * @throws LeaseLostError when the batch's lease is no longer ours.
   */
  commit(batch: CommitBatch): Promise<void>;
  /**
   * Streams back what a scope's states hold.
   * @param options - `except` leaves out those whose ids end so
   */
  load(
    scope: string,
    options?: { except?: string },
  ): AsyncIterable<SourceState>;
  /**
   * States of a scope by their ids, at most {@link SOURCE_STATES_MAX} a call, in no order; those that are not there are left out. For
   * sources that keep in memory only what tells that something changed.
   * @throws InputError when more are asked for.
   */
  states(scope: string, ids: readonly string[]): Promise<SourceState[]>;
  /** What was last committed as the scope's position. */
  position(scope: string): Promise<string | undefined>;
  /** Drops a scope's states and position, e.g. of a cluster that was removed. */
  forget(scope: string): Promise<void>;
  /**
   * Waits for the right to collect. Renewed until released or the signal aborts; another replica takes over 30 s after this one died.
   */
  lease(scope: string, signal: AbortSignal): Promise<Lease>;
  /**
   * What entities name of this source, each once and at most {@link SOURCE_CLAIMS_MAX}: where to look when not everything can be read.
   * As the catalog last said; empty until it was first read.
   */
  claims(): Promise<SourceClaim[]>;
}

/**
 * Most states that {@link SourceConnection.states} gives at once.
 * @public
 */
export const SOURCE_STATES_MAX = 500;

/**
 * Most claims that {@link SourceConnection.claims} gives.
 * @public
 */
export const SOURCE_CLAIMS_MAX = 10_000;

/**
 * What entities say they are about: a subject, or anything that matches in a place. Without cluster or namespace it is any of them.
 * @public
 */
export type SourceClaim =
  | { subject: string }
  | { cluster?: string; namespace?: string };

/**
 * The lease that a commit was made under belongs to another replica now.
 * @public
 */
export class LeaseLostError extends Error {
  name = 'LeaseLostError';

  constructor(scope: string) {
    super(`The lease on '${scope}' was lost to another replica`);
  }
}

/**
 * What is known of a workload's change when its code is looked for.
 * @public
 */
export interface CodeQuestion {
  /** The change's subject. */
  subject: string;
  at: string;
  environment?: string;
  diff: FieldChange[];
  /** The object before and after, as stored. Absent where the source has no objects. */
  before?: unknown;
  after?: unknown;
  /** Annotations of the entities that claim the subject. */
  entityAnnotations: Record<string, string>[];
}

/**
 * Two commits of one repository, and how they were found.
 * @public
 */
export interface CodeRange {
  /** `host/owner/name` */
  repository: string;
  /** Absent when the version before is unknown. */
  base?: string;
  head: string;
  /** In plain words: "image tag v2.14.1 is a tag of acme/rest-api". */
  how: string;
  /** Path of the entity within a monorepo; its files come first. */
  path?: string;
}

/**
 * Finds the commits behind a change.
 * @public
 */
export interface CodeProvider {
  readonly provider: string;
  /** Undefined or a reason rather than a guess. */
  resolve(
    question: CodeQuestion,
    signal: AbortSignal,
  ): Promise<CodeRange | { unknown: string } | undefined>;
  compare(range: CodeRange, signal: AbortSignal): Promise<CodeComparison>;
}
