import type { LoggerService } from '@backstage/backend-plugin-api';
import type { LeaseTable, Share } from '../store/LeaseTable';
import type { Wait } from './Leases';

const ATTEND_EVERY_MS = 4_000;
/** A replica that has not been heard of for so long is not there. */
const ALIVE_MS = 3 * ATTEND_EVERY_MS;

export interface SharesOptions {
  table: LeaseTable;
  holder: string;
  logger: LoggerService;
  wait: Wait;
  /** How many leases of a source this process holds. */
  held(source: string): number;
  /** Ends the work under one of them, which is then given back. */
  yieldOne(source: string): void;
}

/**
 * Spreads a source's leases evenly over the replicas: who collects less goes first, and who collects two more than one that waits gives
 * one up. Without a word from the others, as on SQLite, each takes what it gets.
 */
export class Shares {
  readonly #options: SharesOptions;
  readonly #sources = new Map<string, Interest>();
  readonly #stop = new AbortController();

  static create(options: SharesOptions): Shares {
    return new Shares(options);
  }

  private constructor(options: SharesOptions) {
    this.#options = options;
  }

  /** Notes that one more lease is waited for. Returns what says that it is not any more. */
  async wish(source: string): Promise<() => void> {
    const own = this.#sources.get(source) ?? this.#begin(source);
    own.waiting++;
    await own.heard;
    return () => {
      own.waiting--;
    };
  }

  /** Whether no other replica that waits collects less. */
  isNext(source: string): boolean {
    const held = this.#options.held(source);
    return this.#waiting(source).every(other => other.held >= held);
  }

  async leave(): Promise<void> {
    const { table, holder, logger } = this.#options;
    this.#stop.abort();
    try {
      await table.leave(holder);
    } catch (error) {
      logger.debug('Could not say that this replica ends', error as Error);
    }
  }

  #begin(source: string): Interest {
    const own: Interest = { waiting: 0, others: [], heard: Promise.resolve() };
    this.#sources.set(source, own);
    // Those who ask in the same turn are counted as well.
    own.heard = Promise.resolve().then(() => this.#attend(source));
    own.heard.then(() => this.#keepAttending(source));
    return own;
  }

  #waiting(source: string): Share[] {
    const { others = [] } = this.#sources.get(source) ?? {};
    return others.filter(({ waiting }) => waiting > 0);
  }

  async #keepAttending(source: string): Promise<void> {
    const { signal } = this.#stop;
    const { wait, held, yieldOne } = this.#options;
    while (!signal.aborted) {
      await wait(ATTEND_EVERY_MS, signal).catch(() => {
        // Aborted: the loop ends.
      });
      if (signal.aborted) return;
      await this.#attend(source);
      const mine = held(source);
      if (this.#waiting(source).some(other => other.held <= mine - 2)) {
        yieldOne(source);
      }
    }
  }

  async #attend(source: string): Promise<void> {
    const { table, holder, logger, held } = this.#options;
    const own = this.#sources.get(source)!;
    try {
      own.others = await table.attend({
        source,
        holder,
        held: held(source),
        waiting: own.waiting,
        ttlMs: ALIVE_MS,
      });
    } catch (error) {
      own.others = [];
      logger.debug('Could not ask for the other replicas', error as Error);
    }
  }
}

/** What this process wants of a source, and what it knows of the others. */
interface Interest {
  waiting: number;
  others: Share[];
  /** Once the others were asked for the first time. */
  heard: Promise<void>;
}
