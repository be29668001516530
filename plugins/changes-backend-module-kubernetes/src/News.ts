import type { Timers } from './reflector';

/** Wakes whoever waits, also where it came before. */
export class News {
  #hasCome = false;
  #wake = () => {};

  came(): void {
    this.#hasCome = true;
    this.#wake();
  }

  /** Until something comes, the time is over or the signal aborts. */
  async wait(
    ms: number | undefined,
    timers: Timers,
    signal: AbortSignal,
  ): Promise<void> {
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    this.#wake = () => over.abort();
    if (this.#hasCome) over.abort();
    await (ms === undefined
      ? new Promise<void>(resolve => {
          if (either.aborted) resolve();
          either.addEventListener('abort', () => resolve(), { once: true });
        })
      : timers.sleep(ms, either).catch(() => undefined));
    this.#hasCome = false;
  }
}
