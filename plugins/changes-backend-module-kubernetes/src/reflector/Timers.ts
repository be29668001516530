import { setTimeout as wait } from 'node:timers/promises';

/** Time as the reflector needs it; injected, so that tests need not wait. */
export interface Timers {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Until when whatever had arrived was surely taken. Default: now. */
  lastTurn?(): number;
}

export const systemTimers: Timers = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
};
