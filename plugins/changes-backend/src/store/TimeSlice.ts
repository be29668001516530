import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

const SLICE_MS = 10;

/** Long loops await `turn` at each step: after each slice of time it lets the event loop serve others. */
export class TimeSlice {
  #start = performance.now();

  static create(): TimeSlice {
    return new TimeSlice();
  }

  private constructor() {}

  async turn(): Promise<void> {
    if (performance.now() - this.#start < SLICE_MS) return;
    await yieldToEventLoop();
    this.#start = performance.now();
  }
}
