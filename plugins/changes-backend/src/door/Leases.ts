import { setTimeout as pause } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type Lease,
  LeaseLostError,
} from '@ripplehq/backstage-plugin-changes-node';
import type { LeaseTable } from '../store/LeaseTable';

/** A replica that died is followed after this. */
export const LEASE_TTL_MS = 30_000;
const RENEW_EVERY_MS = 10_000;
const ASK_EVERY_MS = 2_000;

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

/** The rights to collect that this process holds, each renewed until it is released. */
export class Leases {
  readonly #table: LeaseTable;
  readonly #holder: string;
  readonly #logger: LoggerService;
  readonly #now: () => number;
  readonly #wait: Wait;
  readonly #held = new Set<Lease>();
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
  }

  /** Waits until the scope is ours. Rejects when the signal aborts. */
  async take(
    source: string,
    scope: string,
    signal: AbortSignal,
  ): Promise<Lease> {
    for (;;) {
      signal.throwIfAborted();
      const takenAt = this.#now();
      const token = await this.#table.tryTake({
        source,
        scope,
        holder: this.#holder,
        ttlMs: LEASE_TTL_MS,
      });
      if (token !== undefined) {
        const lease = this.#hold({ source, scope, token, takenAt }, signal);
        if (signal.aborted) await lease.release();
        signal.throwIfAborted();
        return lease;
      }
      await this.#wait(ASK_EVERY_MS, signal);
    }
  }

  /** Gives all of them back, so that another replica need not wait for them to run out. */
  async releaseAll(): Promise<void> {
    for (const lease of this.#held) lease.release();
    await Promise.all(this.#releases);
  }

  #hold(
    grant: { source: string; scope: string; token: number; takenAt: number },
    signal: AbortSignal,
  ): Lease {
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
    this.#held.add(lease);
    signal.addEventListener('abort', lease.release, { once: true });
    this.#renew(grant, ended.signal).then(
      () => {
        if (!this.#held.delete(lease)) return;
        signal.removeEventListener('abort', lease.release);
        lost.abort(new LeaseLostError(scope));
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
  async #renew(
    grant: { source: string; scope: string; token: number; takenAt: number },
    ended: AbortSignal,
  ): Promise<void> {
    let renewedAt = grant.takenAt;
    for (;;) {
      await this.#wait(RENEW_EVERY_MS, ended);
      const askedAt = this.#now();
      try {
        if (!(await this.#table.renew({ ...grant, ttlMs: LEASE_TTL_MS }))) {
          return;
        }
        renewedAt = askedAt;
      } catch (error) {
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
}

async function waitUnref(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal, ref: false });
}
