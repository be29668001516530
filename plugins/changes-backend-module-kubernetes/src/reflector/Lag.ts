import type { ClusterClock } from '../clusters';
import type { Timers } from './Timers';

/** What is read so much later than it happened is nothing that a person would want to know. */
const LATE_MS = 2_000;
/** A stream that was silent for so long has nothing on its way. */
const QUIET_MS = 50;
/** What a server remembers it sends at once. */
const CATCH_UP_MS = 10_000;
/** The same where next to nothing can have happened while nobody watched. */
const SHORT_CATCH_UP_MS = 2_000;

/** Something that a watch brought, and when. */
export interface Arrival {
  /** When it was asked for: nothing had arrived and not been taken then. By the local clock, as the next two. */
  askedAt: number;
  /** Until when it surely had not arrived. */
  notBefore: number;
  at: number;
  /** By the cluster's clock. */
  time: number;
}

/**
 * How far a watch lags behind what happens. Nothing says so of a change that carries no time of its own; so it keeps note of the last moment
 * before which, by all signs, everything had been read: the stream was silent, while this process was awake; something was read that
 * carries a time; or a bookmark came. What follows happened since then, whatever kept it: a connection that was cut, a slow one, a process
 * that was frozen or busy.
 */
export class Lag {
  readonly #clock: ClusterClock;
  readonly #timers: Timers;
  /** By the cluster's clock. */
  #completeTo: number;
  /** The same moment by the local clock, which does not jump; undefined until the first watch of this process is open. */
  #readAt: number | undefined;
  #openedAt = Infinity;
  /** Until when what the server remembers may still come. */
  #catchesUpUntil = Infinity;

  static create(options: {
    clock: ClusterClock;
    timers: Timers;
    completeTo: number;
    readAt?: number;
  }): Lag {
    return new Lag(options);
  }

  private constructor(options: {
    clock: ClusterClock;
    timers: Timers;
    completeTo: number;
    readAt?: number;
  }) {
    this.#clock = options.clock;
    this.#timers = options.timers;
    this.#completeTo = options.completeTo;
    this.#readAt = options.readAt;
  }

  /** All that happened before was read; by the cluster's clock. */
  get completeTo(): number {
    return this.#completeTo;
  }

  get readAt(): number | undefined {
    return this.#readAt;
  }

  /** Whether what was read at a moment, by the local clock, may have happened so long before that it must be said. */
  isLate(at: number): boolean {
    return at - (this.#readAt ?? -Infinity) > LATE_MS;
  }

  /** How much longer what the server remembers may still come. */
  get catchesUpForMs(): number {
    return this.#catchesUpUntil - this.#timers.now();
  }

  opened(at: number): void {
    // In one process the local clock says how long nobody watched: the cluster's may have jumped meanwhile.
    this.#readAt ??= at - Math.max(0, this.#clock.now() - this.#completeTo);
    this.#openedAt = at;
    this.#catchesUpUntil =
      at + (this.isLate(at) ? CATCH_UP_MS : SHORT_CATCH_UP_MS);
  }

  /** The stream was silent until something arrived, or still is. */
  silent({ askedAt, notBefore, at, time }: Arrival): void {
    if (notBefore - askedAt < QUIET_MS || notBefore < this.#catchesUpUntil) {
      return;
    }
    this.#reached(notBefore, time - (at - notBefore));
  }

  /** Something was read which was written at a time, by the cluster's clock, or later: in the order in which it happened. */
  written(time: number, at: number): void {
    this.#completeTo = Math.max(this.#completeTo, time);
    const agoMs = Math.max(0, this.#clock.now() - time);
    this.#readAt = Math.max(this.#readAt ?? -Infinity, at - agoMs);
  }

  /** All that happened before the watch was opened was sent before its first bookmark. */
  bookmark({ at, time }: Arrival): void {
    this.#catchesUpUntil = -Infinity;
    this.#reached(this.#openedAt, time - (at - this.#openedAt));
  }

  #reached(readAt: number, time: number): void {
    this.#readAt = Math.max(this.#readAt ?? -Infinity, readAt);
    // A clock that jumps does not tell when that was.
    if (this.#clock.isSteady()) {
      this.#completeTo = Math.max(this.#completeTo, time);
    }
  }
}
