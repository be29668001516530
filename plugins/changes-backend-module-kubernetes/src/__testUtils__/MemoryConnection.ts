import {
  noise,
  observation,
  subjectRow,
} from '@ripplehq/backstage-plugin-changes-common/schema';
import type {
  CoverageNote,
  Observation,
  SourceState,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import type {
  CommitBatch,
  Lease,
  SourceClaim,
  SourceConnection,
} from '@ripplehq/backstage-plugin-changes-node';

/** What the store would hold, in memory; refuses what the schemas refuse. */
export class MemoryConnection implements SourceConnection {
  readonly observations: Observation[] = [];
  readonly rows = new Map<string, SubjectRow>();
  /** All rows, in the order in which they were told. */
  readonly told: SubjectRow[] = [];
  readonly coverage = new Map<string, CoverageNote>();
  readonly #states = new Map<string, Map<string, unknown>>();
  readonly #positions = new Map<string, string>();
  /** Throws it instead of committing. */
  failure: Error | undefined;
  refused = 0;
  /** What was last said to be held back. */
  noise: CommitBatch['noise'];
  instances: string[] = [];
  /** What entities name. */
  claimed: SourceClaim[] = [];
  lost = new AbortController();

  async commit(batch: CommitBatch): Promise<void> {
    if (this.failure) {
      this.refused++;
      throw this.failure;
    }
    const { scope = '' } = batch;
    if (batch.instances) this.instances = batch.instances.names;
    if (batch.noise) {
      const { instance } = batch.noise;
      this.noise = { ...noise.parse(batch.noise), instance };
    }
    // All or nothing.
    const observations = (batch.observations ?? []).map(o =>
      observation.parse(o),
    );
    const rows = (batch.subjects ?? []).map(row => subjectRow.parse(row));
    this.observations.push(...(observations as Observation[]));
    this.told.push(...(rows as SubjectRow[]));
    for (const row of rows) {
      // A deletion that tells nothing more keeps what was known.
      const known = row.goneAt === undefined ? {} : this.rows.get(row.subject);
      this.rows.set(row.subject, { ...known, ...row } as SubjectRow);
    }
    for (const note of batch.coverage ?? []) {
      if (note.state === 'ended') this.coverage.delete(note.scope);
      else this.coverage.set(note.scope, note);
    }
    const states = this.#states.get(scope) ?? new Map<string, unknown>();
    this.#states.set(scope, states);
    for (const { id, body } of batch.states ?? []) {
      if (body === null) states.delete(id);
      else states.set(id, JSON.parse(JSON.stringify(body)));
    }
    if (batch.position !== undefined) {
      this.#positions.set(scope, batch.position);
    }
  }

  async *load(
    scope: string,
    { except = '\n' }: { except?: string } = {},
  ): AsyncIterable<SourceState> {
    for (const [id, body] of this.#states.get(scope) ?? []) {
      if (!id.endsWith(except)) yield { id, body } as SourceState;
    }
  }

  async states(scope: string, ids: readonly string[]): Promise<SourceState[]> {
    const states = this.#states.get(scope);
    return ids.flatMap(id =>
      states?.has(id) ? [{ id, body: states.get(id) } as SourceState] : [],
    );
  }

  async position(scope: string): Promise<string | undefined> {
    return this.#positions.get(scope);
  }

  async claims(): Promise<SourceClaim[]> {
    return this.claimed;
  }

  async forget(scope: string): Promise<void> {
    this.#states.delete(scope);
    this.#positions.delete(scope);
  }

  async lease(scope: string, signal: AbortSignal): Promise<Lease> {
    signal.throwIfAborted();
    this.lost = new AbortController();
    return {
      scope,
      token: 1,
      signal: this.lost.signal,
      release: async () => undefined,
    };
  }

  /** All that is stored, as text. */
  dump(): string {
    return JSON.stringify([
      this.observations,
      [...this.rows],
      [...this.#states].map(([scope, states]) => [scope, [...states]]),
    ]);
  }

  /** The events' titles in the order in which they were first told. */
  titles(): string[] {
    const titles = new Map<string, string>();
    for (const { key, title } of this.observations) titles.set(key, title);
    return [...titles.values()];
  }

  keys(): string[] {
    return [...new Set(this.observations.map(({ key }) => key))];
  }
}
