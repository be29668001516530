import type {
  Observation,
  SourceState,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';

/**
 * An account or installation that sends webhooks.
 * @public
 */
export interface WebhookInstance {
  /** Part of its subjects and of its address, `/webhooks/{system}/{name}`. */
  readonly name: string;
  /**
   * Something arrives at least so often, be it a test; silence of twice as long is told as stale. Absent: silence says nothing, and
   * nobody would notice that the sender stopped.
   */
  readonly expectEverySeconds?: number;
}

/**
 * What is remembered of deliveries about one thing, where they can only be understood together: an incident that was reopened.
 * @public
 */
export interface WebhookHistory {
  /** What they are about, within the instance: `incident/PFQZPSY`. */
  of: string;
  /** What this delivery adds. Entries of one id are one, so that a repetition adds nothing. */
  entry: SourceState;
  /** Ids of those entries that can be forgotten, where what is told of the thing has no end. Pure. */
  forget?(entries: readonly SourceState[]): string[];
  /** Stored in the transaction of the observations. */
  subjects?: SubjectRow[];
  /**
   * Pure. What the entries say together, in whatever order they came; the observations of more entries must be later ones, by
   * `observedAt` and `sequence`, than those of fewer.
   */
  toObservations(entries: readonly SourceState[]): Observation[];
}

/**
 * What a delivery says. All of it may be empty: a test, or something that is understood and of no interest.
 * @public
 */
export interface WebhookReading {
  observations?: Observation[];
  subjects?: SubjectRow[];
  /** One a thing. */
  histories?: WebhookHistory[];
}

/**
 * How a system's webhooks are proven and understood. The backend owns the route, the raw body, limits, status codes and what becomes of
 * bodies that are not understood.
 * @public
 */
export interface WebhookReceiver {
  /** Lower case; the source of its events. */
  readonly system: string;
  /**
   * It tells alerts and their ends: an entity without workload that names a subject of it is healthy as long as it is heard of and none
   * is open.
   */
  readonly sendsAlerts?: true;
  /** Others are answered 404. */
  readonly instances: readonly WebhookInstance[];
  /** Larger bodies are answered 413. */
  readonly limitBytes: number;
  /** Throws AuthenticationError when the body is not proven to come from the system. Compares in constant time. */
  verify(
    raw: Buffer,
    headers: Record<string, string>,
    instance: string,
  ): Promise<void>;
  /** Pure. Throws InputError for what cannot be understood. `body` is the text where it was no JSON. */
  toObservations(
    body: unknown,
    headers: Record<string, string>,
    receivedAt: string,
    instance: string,
  ): WebhookReading;
}
