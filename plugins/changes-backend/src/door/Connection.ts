import { InputError } from '@backstage/errors';
import type { SourceState } from '@ripplehq/backstage-plugin-changes-common';
import {
  type CommitBatch,
  type Lease,
  SOURCE_CLAIMS_MAX,
  SOURCE_STATES_MAX,
  type SourceClaim,
  type SourceConnection,
} from '@ripplehq/backstage-plugin-changes-node';
import type { Ingest } from '../ingest/Ingest';
import type { SourceStates } from '../store/SourceStates';
import type { Sql } from '../store/Sql';
import { claimsOnSource } from '../store/questions/claims';
import type { Leases } from './Leases';

export interface ConnectionOptions {
  source: string;
  sql: Sql;
  ingest: Ingest;
  states: SourceStates;
  leases: Leases;
}

/** A source's own door: everything that it commits and keeps is under its name. */
export class Connection implements SourceConnection {
  readonly #options: ConnectionOptions;

  static create(options: ConnectionOptions): Connection {
    return new Connection(options);
  }

  private constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  commit(batch: CommitBatch): Promise<void> {
    return this.#options.ingest.commit(this.#options.source, batch);
  }

  load(
    scope: string,
    options?: { except?: string },
  ): AsyncIterable<SourceState> {
    return this.#options.states.load(this.#options.source, scope, options);
  }

  async states(scope: string, ids: readonly string[]): Promise<SourceState[]> {
    if (ids.length > SOURCE_STATES_MAX) {
      throw new InputError(
        `ids: at most ${SOURCE_STATES_MAX} at once, not ${ids.length}`,
      );
    }
    return this.#options.states.some(this.#options.source, scope, ids);
  }

  position(scope: string): Promise<string | undefined> {
    return this.#options.states.position(this.#options.source, scope);
  }

  forget(scope: string): Promise<void> {
    return this.#options.states.forget(this.#options.source, scope);
  }

  lease(scope: string, signal: AbortSignal): Promise<Lease> {
    return this.#options.leases.take(this.#options.source, scope, signal);
  }

  claims(): Promise<SourceClaim[]> {
    const { sql, source } = this.#options;
    return claimsOnSource(sql, { source, limit: SOURCE_CLAIMS_MAX });
  }
}
