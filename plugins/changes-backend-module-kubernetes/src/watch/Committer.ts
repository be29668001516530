import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  Observation,
  SourceState,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  SOURCE_STATES_MAX,
  type CommitBatch,
  type Lease,
  type SourceConnection,
} from '@ripplehq/backstage-plugin-changes-node';
import type { Timers } from '../reflector';

/** A first list may bring thousands of objects; the store's transactions stay short. */
const CHUNK_ITEMS = 500;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 30_000;

export interface CommitterOptions {
  connection: SourceConnection;
  lease: Lease;
  scope: string;
  logger: LoggerService;
  timers: Timers;
  signal: AbortSignal;
}

/**
 * Commits steps of any size, and does not give up while the store is away: what was read once would not be read again.
 */
export class Committer {
  readonly #options: CommitterOptions;

  static create(options: CommitterOptions): Committer {
    return new Committer(options);
  }

  private constructor(options: CommitterOptions) {
    this.#options = options;
  }

  /**
   * The position is stored with the last part only: what came before is then read again, and merges to the same.
   * @throws LeaseLostError
   */
  async commit(step: Omit<CommitBatch, 'scope' | 'lease'>): Promise<void> {
    const { observations = [], subjects = [], states = [], ...rest } = step;
    let at = 0;
    const longest = Math.max(
      observations.length,
      subjects.length,
      states.length,
    );
    while (longest - at > CHUNK_ITEMS) {
      const part = { at, to: at + CHUNK_ITEMS };
      await this.#commit({
        observations: observations.slice(part.at, part.to),
        subjects: subjects.slice(part.at, part.to),
        states: states.slice(part.at, part.to),
      });
      at = part.to;
    }
    await this.#commit({
      ...rest,
      observations: observations.slice(at),
      subjects: subjects.slice(at),
      states: states.slice(at),
    });
  }

  /** States of the scope, by their ids. */
  async states(ids: readonly string[]): Promise<SourceState[]> {
    const { connection, scope } = this.#options;
    const states: SourceState[] = [];
    for (let at = 0; at < ids.length; at += SOURCE_STATES_MAX) {
      const some = ids.slice(at, at + SOURCE_STATES_MAX);
      const found = await this.#untilItAnswers(() =>
        connection.states(scope, some),
      );
      states.push(...found);
    }
    return states;
  }

  #commit(batch: CommitBatch): Promise<void> {
    return this.#untilItAnswers(async () => {
      try {
        await this.#hand(batch);
      } catch (error) {
        if (!isInputError(error)) throw error;
        await this.#commitWhatFits(batch, error);
      }
    });
  }

  async #untilItAnswers<T>(ask: () => Promise<T>): Promise<T> {
    const { timers, logger, signal } = this.#options;
    for (let attempt = 0; ; attempt++) {
      signal.throwIfAborted();
      try {
        return await ask();
      } catch (error) {
        if (isLeaseLost(error) || isInputError(error)) throw error;
        logger.warn(`Kubernetes: the store did not take a step: ${error}`);
        const delayMs = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** attempt);
        await timers.sleep(delayMs, signal);
      }
    }
  }

  // One object that does not fit the event model must not stop a cluster.
  async #commitWhatFits(batch: CommitBatch, error: Error): Promise<void> {
    const { logger } = this.#options;
    const { observations = [], subjects = [], ...rest } = batch;
    if (observations.length + subjects.length === 0) throw error;
    const alone = async (part: CommitBatch, what: string) => {
      try {
        await this.#hand(part);
      } catch (refused) {
        if (!isInputError(refused)) throw refused;
        logger.error(`Kubernetes: ${what} was refused: ${refused.message}`);
      }
    };
    for (const observation of observations) {
      await alone({ observations: [observation] }, describe(observation));
    }
    for (const subject of subjects) {
      await alone({ subjects: [subject] }, `the row of ${subject.subject}`);
    }
    await this.#hand(rest);
  }

  #hand(batch: CommitBatch): Promise<void> {
    const { connection, lease, scope } = this.#options;
    return connection.commit({ ...batch, scope, lease });
  }
}

function describe(observation: Observation): string {
  return `event ${observation.key} of ${observation.subjects[0]}`;
}

// The class may come from another copy of the package.
function isInputError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'InputError';
}

function isLeaseLost(error: unknown): boolean {
  return error instanceof Error && error.name === 'LeaseLostError';
}
