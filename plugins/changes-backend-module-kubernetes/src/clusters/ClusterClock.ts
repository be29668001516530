/** An answer that was longer under way says too little about the time when it arrived. */
const ROUND_TRIP_MAX_MS = 2_000;
/** The Date header counts whole seconds. */
const DATE_STEP_MS = 1_000;

/**
 * The cluster's clock, read from the Date headers of its answers. Each answer narrows the offset from the local clock down; it never
 * goes back by less than a minute, so that what was observed later is stamped later.
 */
export class ClusterClock {
  readonly #localNow: () => number;
  #offset: { from: number; to: number } | undefined;
  #last = -Infinity;

  static create(options: { localNow: () => number }): ClusterClock {
    return new ClusterClock(options.localNow);
  }

  private constructor(localNow: () => number) {
    this.#localNow = localNow;
  }

  /** Takes note of an answer. The times are of the local clock, in milliseconds. */
  read(date: string | undefined, askedAt: number, answeredAt: number): void {
    const server = date === undefined ? NaN : Date.parse(date);
    if (Number.isNaN(server) || answeredAt - askedAt > ROUND_TRIP_MAX_MS) {
      return;
    }
    const from = server - answeredAt;
    const to = server + DATE_STEP_MS - askedAt;
    const known = this.#offset;
    const narrowed = known && {
      from: Math.max(known.from, from),
      to: Math.min(known.to, to),
    };
    this.#offset =
      narrowed && narrowed.from <= narrowed.to ? narrowed : { from, to };
  }

  /** Milliseconds since 1970 by the cluster's clock; by the local one until the cluster has answered. */
  now(): number {
    const offset = this.#offset ? (this.#offset.from + this.#offset.to) / 2 : 0;
    const now = Math.round(this.#localNow() + offset);
    this.#last = this.#last - now > 60_000 ? now : Math.max(this.#last, now);
    return this.#last;
  }

  /** RFC 3339, UTC. */
  nowText(): string {
    return new Date(this.now()).toISOString();
  }
}
