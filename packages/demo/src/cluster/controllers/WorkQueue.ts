import type { WorldClock } from '../../clock/index.ts';
import { ApiFailure } from '../http/index.ts';

/** After what the API server refused, as when a namespace goes while something is still made in it. */
const RETRY_MS = 10_000;

/** What is to be looked at, each key once however often it was asked for meanwhile. */
export class WorkQueue {
  readonly #clock: WorldClock;
  readonly #delayMs: number;
  readonly #work: (key: string) => void;
  /** When each waiting key is due, and how to take that back. */
  readonly #due = new Map<string, { time: number; cancel: () => void }>();

  /**
   * @param options - `delayMs`: how long a key waits, as a controller's round trips take; what is added meanwhile is worked on at once
   */
  static create(options: {
    clock: WorldClock;
    delayMs: number;
    work: (key: string) => void;
  }): WorkQueue {
    const { clock, delayMs, work } = options;
    return new WorkQueue(clock, delayMs, work);
  }

  private constructor(
    clock: WorldClock,
    delayMs: number,
    work: (key: string) => void,
  ) {
    this.#clock = clock;
    this.#delayMs = delayMs;
    this.#work = work;
  }

  add(key: string): void {
    this.addAt(key, this.#clock.now() + this.#delayMs);
  }

  /** At a moment, unless the key is due earlier. */
  addAt(key: string, time: number): void {
    const waiting = this.#due.get(key);
    if (waiting && waiting.time <= time) return;
    waiting?.cancel();
    const cancel = this.#clock.at(time, () => {
      this.#due.delete(key);
      this.#try(key);
    });
    this.#due.set(key, { time, cancel });
  }

  stop(): void {
    for (const { cancel } of this.#due.values()) cancel();
    this.#due.clear();
  }

  #try(key: string): void {
    try {
      this.#work(key);
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      this.addAt(key, this.#clock.now() + RETRY_MS);
    }
  }
}
