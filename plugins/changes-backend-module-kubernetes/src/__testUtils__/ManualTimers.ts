import type { Timers } from '../reflector';

/** Time that moves only when told to. */
export class ManualTimers implements Timers {
  #now: number;
  #sleepers = new Set<{ due: number; wake: () => void }>();

  constructor(start = '2026-11-19T02:00:00Z') {
    this.#now = Date.parse(start);
  }

  now = () => this.#now;

  lastTurn = () => this.#now;

  nowText(): string {
    return new Date(this.#now).toISOString();
  }

  sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const sleeper = { due: this.#now + ms, wake: resolve };
      const abort = () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      };
      if (signal.aborted) {
        abort();
        return;
      }
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', abort, { once: true });
    });

  advance(ms: number): void {
    this.#now += ms;
    for (const sleeper of this.#sleepers) {
      if (sleeper.due > this.#now) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}

const PATIENCE_MS = 10_000;

/** Waits for a condition. `meanwhile` is done again and again, e.g. to let time pass. */
export async function until(
  condition: () => boolean,
  meanwhile: () => void = () => undefined,
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`waited in vain for ${condition}`);
    }
    meanwhile();
    await new Promise(resolve => setTimeout(resolve, 2));
  }
}
