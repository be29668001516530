/** So many at once, and so many a second in the long run. Holds no timer. */
export class TokenBucket {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  #tokens: number;
  #at: number;

  /** @param options - `now` in milliseconds */
  static create(options: {
    burst: number;
    perSecond: number;
    now(): number;
  }): TokenBucket {
    return new TokenBucket(options);
  }

  private constructor(options: {
    burst: number;
    perSecond: number;
    now(): number;
  }) {
    this.#burst = options.burst;
    this.#perSecond = options.perSecond;
    this.#now = options.now;
    this.#tokens = options.burst;
    this.#at = options.now();
  }

  /** Takes one. @returns 0, or in how many seconds there will be one again */
  take(): number {
    const now = this.#now();
    const passedSeconds = Math.max(0, now - this.#at) / 1000;
    this.#at = now;
    this.#tokens = Math.min(
      this.#burst,
      this.#tokens + passedSeconds * this.#perSecond,
    );
    if (this.#tokens < 1) return (1 - this.#tokens) / this.#perSecond;
    this.#tokens -= 1;
    return 0;
  }
}
