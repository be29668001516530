import type { Schema } from '../shapes/schema.ts';
import { Refusal } from './Refusal.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** GitHub's two limits: requests an hour, and a burst that nobody may pass. */
export class RateLimit {
  readonly #perHour: number;
  readonly #perMinute: number;
  readonly #now: () => number;
  #hourFrom = -Infinity;
  #used = 0;
  #minuteFrom = -Infinity;
  #burst = 0;

  static create(options: {
    perHour: number;
    perMinute: number;
    now: () => number;
  }): RateLimit {
    return new RateLimit(options);
  }

  private constructor(options: Parameters<typeof RateLimit.create>[0]) {
    this.#perHour = options.perHour;
    this.#perMinute = options.perMinute;
    this.#now = options.now;
  }

  /** Throws the {@link Refusal} of a limit that has been reached. */
  check(requestId: string): void {
    this.#turn();
    const support = `If you reach out to GitHub Support for help, please include the request ID ${requestId}.`;
    if (this.#used >= this.#perHour) {
      throw new Refusal(403, `API rate limit exceeded. ${support}`);
    }
    this.#burst += 1;
    if (this.#burst > this.#perMinute) {
      const leftMs = this.#minuteFrom + MINUTE_MS - this.#now();
      throw new Refusal(
        403,
        `You have exceeded a secondary rate limit. Please wait a few minutes before you try again. ${support}`,
        { retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)) },
      );
    }
  }

  /** Counts an answer. */
  spend(): void {
    this.#used += 1;
  }

  state(): Schema<'rate-limit'> {
    this.#turn();
    const from = this.#used > 0 ? this.#hourFrom : this.#now();
    return {
      limit: this.#perHour,
      used: this.#used,
      remaining: Math.max(0, this.#perHour - this.#used),
      reset: Math.ceil((from + HOUR_MS) / 1000),
    };
  }

  headers(): Record<string, string | number> {
    const { limit, remaining, used, reset } = this.state();
    return {
      'X-RateLimit-Limit': limit,
      'X-RateLimit-Remaining': remaining,
      'X-RateLimit-Reset': reset,
      'X-RateLimit-Used': used,
      'X-RateLimit-Resource': 'core',
    };
  }

  #turn(): void {
    const now = this.#now();
    if (now >= this.#hourFrom + HOUR_MS || this.#used === 0) {
      this.#hourFrom = now;
      this.#used = 0;
    }
    if (now >= this.#minuteFrom + MINUTE_MS) {
      this.#minuteFrom = now;
      this.#burst = 0;
    }
  }
}
