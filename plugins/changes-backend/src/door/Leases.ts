import { setTimeout as pause } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type Lease,
  LeaseLostError,
} from '@ripplehq/backstage-plugin-changes-node';
import type { LeaseTable } from '../store/LeaseTable';
import { Shares } from './Shares';

/** A replica that died is followed after this and {@link ASK_EVERY_MS}. */
export const LEASE_TTL_MS = 25_000;
const RENEW_EVERY_MS = 8_000;
const ASK_EVERY_MS = 2_000;
/** What is free is left to replicas that collect less, for so long. */
const PRECEDENCE_MS = 6_000;

/** Waits; rejects when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

export interface LeasesOptions {
  table: LeaseTable;
  /** Names this process in the table. */
  holder: string;
  logger: LoggerService;
  /** Milliseconds; only its differences count. */
  now?(): number;
  wait?: Wait;
}

interface Grant {
  source: string;
  scope: string;
  token: number;
  takenAt: number;
}

interface Held {
  source: string;
  lease: Lease;
  /** Asks whoever collects under it to end. */
  yield(): void;
}

/** The rights to collect that this process holds, each renewed until it is released. */
export class Leases {
  readonly #table: LeaseTable;
  readonly #holder: string;
  readonly #logger: LoggerService;
  readonly #now: () => number;
  readonly #wait: Wait;
  readonly #shares: Shares;
  readonly #held = new Map<Lease, Held>();
  readonly #releases = new Set<Promise<void>>();

  static create(options: LeasesOptions): Leases {
    return new Leases(options);
  }

  private constructor(options: LeasesOptions) {
    this.#table = options.table;
    this.#holder = options.holder;
    this.#logger = options.logger;
    this.#now = options.now ?? (() => performance.now());
    this.#wait = options.wait ?? waitUnref;
    this.#shares = Shares.create({
      table: options.table,
      holder: options.holder,
      logger: options.logger,
      wait: this.#wait,
      held: source => this.#of(source).length,
      yieldOne: source => this.#of(source).at(-1)?.yield(),
    });
  }

  /** Waits until the scope is ours. Rejects when the signal aborts. */
  async take(
    source: string,
    scope: string,
    signal: AbortSignal,
  ): Promise<Lease> {
    const stopWaiting = await this.#shares.wish(source);
    try {
      for (;;) {
        signal.throwIfAborted();
        const takenAt = this.#now();
        const token = await this.#table.tryTake({
          source,
          scope,
          holder: this.#holder,
          ttlMs: LEASE_TTL_MS,
          freeForMs: this.#shares.isNext(source) ? 0 : PRECEDENCE_MS,
        });
        if (token !== undefined) {
          const lease = this.#hold({ source, scope, token, takenAt }, signal);
          if (signal.aborted) await lease.release();
          signal.throwIfAborted();
          return lease;
        }
        await this.#wait(ASK_EVERY_MS, signal);
      }
    } finally {
      stopWaiting();
    }
  }

  /** Gives all of them back, so that another replica need not wait for them to run out. */
  async releaseAll(): Promise<void> {
    for (const lease of this.#held.keys()) lease.release();
    await Promise.all(this.#releases);
    await this.#shares.leave();
  }

  #of(source: string): Held[] {
    return [...this.#held.values()].filter(held => held.source === source);
  }

  #hold(grant: Grant, signal: AbortSignal): Lease {
    const { source, scope, token } = grant;
    const lost = new AbortController();
    const ended = new AbortController();
    const lease: Lease = {
      scope,
      token,
      signal: lost.signal,
      release: async () => {
        if (!this.#held.delete(lease)) return;
        ended.abort();
        signal.removeEventListener('abort', lease.release);
        const released = this.#giveBack({ source, scope, token });
        this.#releases.add(released);
        await released;
        this.#releases.delete(released);
      },
    };
    const lose = () => lost.abort(new LeaseLostError(scope));
    this.#held.set(lease, { source, lease, yield: lose });
    signal.addEventListener('abort', lease.release, { once: true });
    this.#renew(grant, ended.signal).then(
      () => {
        if (!this.#held.delete(lease)) return;
        signal.removeEventListener('abort', lease.release);
        ended.abort();
        lose();
      },
      () => {
        // Released.
      },
    );
    return lease;
  }

  async #giveBack(lease: {
    source: string;
    scope: string;
    token: number;
  }): Promise<void> {
    try {
      await this.#table.release(lease);
    } catch (error) {
      this.#logger.warn(
        `The lease on '${lease.scope}' could not be given back and runs out by itself`,
        error as Error,
      );
    }
  }

  /** Resolves when the lease is lost, rejects when it ends. */
  async #renew(grant: Grant, ended: AbortSignal): Promise<void> {
    let renewedAt = grant.takenAt;
    for (;;) {
      await this.#wait(RENEW_EVERY_MS, ended);
      const askedAt = this.#now();
      try {
        const answer = await this.#inTime(
          this.#table.renew({ ...grant, ttlMs: LEASE_TTL_MS }),
          renewedAt + LEASE_TTL_MS - askedAt,
          ended,
        );
        if (answer !== 'renewed') return;
        renewedAt = askedAt;
      } catch (error) {
        ended.throwIfAborted();
        this.#logger.warn(
          `The lease on '${grant.scope}' could not be renewed`,
          error as Error,
        );
        // Somebody else may hold it by now.
        if (this.#now() - renewedAt >= LEASE_TTL_MS) return;
      }
      ended.throwIfAborted();
    }
  }

  /** A database that says nothing must not let anybody believe that the lease goes on. */
  async #inTime(
    renewal: Promise<boolean>,
    ms: number,
    ended: AbortSignal,
  ): Promise<'renewed' | 'lost' | 'late'> {
    const answered = new AbortController();
    try {
      return await Promise.race([
        renewal.then(isOurs => (isOurs ? 'renewed' : 'lost')),
        this.#wait(
          Math.max(0, ms),
          AbortSignal.any([ended, answered.signal]),
        ).then(() => 'late' as const),
      ]);
    } finally {
      answered.abort();
      renewal.catch(() => {
        // Said already, or too late to matter.
      });
    }
  }
}

async function waitUnref(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal, ref: false });
}
