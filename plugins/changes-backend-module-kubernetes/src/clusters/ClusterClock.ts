/** An answer that was longer under way says too little about the time when it arrived. */
const ROUND_TRIP_MAX_MS = 2_000;
/** Dates and the times in objects count whole seconds. */
const STEP_MS = 1_000;
/** The clocks of a cluster's API servers and controllers differ by so much. */
const TOLERANCE_MS = 5_000;
/** How far ahead of the last Date the times in objects are believed. */
const TRUST_MS = 300_000;
/** How long after a clock was found to run differently from ours it is not relied on. */
const SETTLE_MS = 10_000;
/** It is not put back by less than this: what was observed later is stamped later. */
const BACK_MIN_MS = 60_000;

/** When the cluster's clock is the local one plus something between these. */
interface Offset {
  from: number;
  to: number;
}

const NO_OFFSET: Offset = { from: 0, to: 0 };

/**
 * The cluster's clock. The Date headers of its answers set it; each narrows the offset from the local clock down. Between two of them
 * (a watch may last for minutes) it is never behind what the API server itself wrote into the objects that it sends.
 */
export class ClusterClock {
  readonly #localNow: () => number;
  #offset: Offset | undefined;
  /** By the last Date alone. */
  #dated: Offset | undefined;
  #last = -Infinity;
  #jumpedAt = -Infinity;

  static create(options: { localNow: () => number }): ClusterClock {
    return new ClusterClock(options.localNow);
  }

  private constructor(localNow: () => number) {
    this.#localNow = localNow;
  }

  /** Takes note of an answer. The times are of the local clock, in milliseconds. */
  read(date: string | undefined, askedAt: number, answeredAt: number): void {
    const server = date === undefined ? NaN : Date.parse(date);
    if (Number.isNaN(server)) return;
    const from = server - answeredAt;
    const to = server + STEP_MS - askedAt;
    this.#dated = { from, to };
    const known = this.#offset;
    const isBehind = known !== undefined && from - known.to > TOLERANCE_MS;
    if (isBehind) this.#jumpedAt = answeredAt;
    if (answeredAt - askedAt > ROUND_TRIP_MAX_MS) {
      // However late it came, the time that it tells had been reached; and without any, the local clock is not nearer than its bounds.
      const isFirst = known === undefined && !narrowed(NO_OFFSET, this.#dated);
      if (isBehind || isFirst) this.#offset = { from, to: from + STEP_MS };
      return;
    }
    this.#offset = (known && narrowed(known, this.#dated)) ?? this.#dated;
  }

  /**
   * Takes note of a time that the API server wrote into an object which has just arrived.
   * @param writtenAt - milliseconds since 1970
   * @returns whether it may be. A time that may not be moves nothing: read a Date, and ask again.
   */
  hear(writtenAt: number): boolean {
    const local = this.#localNow();
    const from = writtenAt - local;
    const { to } = this.#offset ?? NO_OFFSET;
    if (from > to) {
      if (from - (this.#dated ?? NO_OFFSET).to > TRUST_MS) return false;
      if (from - to > TOLERANCE_MS) this.#jumpedAt = local;
      this.#offset = { from, to: from + STEP_MS };
    } else if (this.#offset && from > this.#offset.from) {
      this.#offset = { from, to };
    }
    return true;
  }

  /** Whether the cluster has told the time. */
  isSet(): boolean {
    return this.#dated !== undefined;
  }

  /**
   * Whether it runs as the local clock does. One that has just jumped may do so again: then the times in objects say better when
   * something happened than the moment at which it was heard of.
   */
  isSteady(): boolean {
    return this.#localNow() - this.#jumpedAt >= SETTLE_MS;
  }

  /** Milliseconds since 1970 by the cluster's clock; by the local one until the cluster has answered. */
  now(): number {
    const offset = this.#offset ? (this.#offset.from + this.#offset.to) / 2 : 0;
    const now = Math.round(this.#localNow() + offset);
    this.#last =
      this.#last - now > BACK_MIN_MS ? now : Math.max(this.#last, now);
    return this.#last;
  }

  /** RFC 3339, UTC. */
  nowText(): string {
    return new Date(this.now()).toISOString();
  }
}

function narrowed(a: Offset, b: Offset): Offset | undefined {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from <= to ? { from, to } : undefined;
}
