import { setTimeout as delay } from 'node:timers/promises';

/** setTimeout takes no longer delay. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** What happens at a moment of the world. A task that takes real time holds the later ones back. */
export type Task = () => void | Promise<void>;

/** Real time, so that tests need none. */
export interface RealTime {
  /** Epoch milliseconds. */
  now(): number;
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls back once; the answer takes that back. */
  timer(ms: number, callback: () => void): () => void;
}

/** How fast world time passes while it is behind real time. */
export interface Pace {
  /** World time after which real time passes. */
  gapMs: number;
  /** Real time that passes then, so that whoever watches several kinds of objects reads them in step. */
  pauseMs: number;
  /** Resolves when whoever watches has read what has happened so far, however busy the machine is. */
  watchersKeepUp?(signal?: AbortSignal): Promise<void>;
}

interface Entry {
  time: number;
  order: number;
  /** Absent: it was taken back. */
  task?: Task;
}

const REAL_TIME: RealTime = {
  now: Date.now,
  wait: (ms, signal) => delay(ms, undefined, { signal }),
  timer: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * The time of the whole world, and what is to happen in it. It begins in the past, is run towards the present as fast as it goes, and
 * from then on is the real one. Tasks run one at a time, in the order of their times, then of their insertion.
 */
export class WorldClock {
  readonly #real: RealTime;
  readonly #onError: (error: unknown) => void;
  /** A heap: the next task first. */
  readonly #queue: Entry[] = [];
  #now: number;
  #order = 0;
  #isLiving = false;
  #isBusy = false;
  #stopTimer: (() => void) | undefined;

  /**
   * @param options - `start`: epoch milliseconds at which the world begins; `onError`: what a task of the living world threw
   */
  static create(options: {
    start: number;
    onError?: (error: unknown) => void;
    real?: RealTime;
  }): WorldClock {
    const { start, onError = rethrow, real = REAL_TIME } = options;
    return new WorldClock(start, onError, real);
  }

  private constructor(
    start: number,
    onError: (error: unknown) => void,
    real: RealTime,
  ) {
    this.#now = start;
    this.#onError = onError;
    this.#real = real;
  }

  /** Epoch milliseconds of the world. */
  now(): number {
    return this.#isLiving ? Math.max(this.#real.now(), this.#now) : this.#now;
  }

  /** A moment that has passed is now. The answer takes the task back. */
  at(time: number, task: Task): () => void {
    const entry: Entry = {
      time: Math.max(time, this.now()),
      order: this.#order++,
      task,
    };
    push(this.#queue, entry);
    if (this.#queue[0] === entry) this.#arm();
    return () => {
      // It stays in the queue until its time, without what it held.
      entry.task = undefined;
    };
  }

  after(ms: number, task: Task): () => void {
    return this.at(this.now() + ms, task);
  }

  /** Again and again, first after one period. */
  every(ms: number, task: Task): () => void {
    let cancel = nothing;
    let isOver = false;
    const next = (time: number) => {
      cancel = this.at(time, async () => {
        await task();
        if (!isOver) next(Math.max(time + ms, this.now()));
      });
    };
    next(this.now() + ms);
    return () => {
      isOver = true;
      cancel();
    };
  }

  /**
   * Runs all that lies before a moment; it is then that moment. Rejects with what a task throws.
   * @param options - without `pace` no real time passes but what tasks take
   */
  async runTo(
    time: number,
    options: { pace?: Pace; signal?: AbortSignal } = {},
  ): Promise<void> {
    const { pace, signal } = options;
    if (this.#isLiving) throw new Error('the world has reached the present');
    if (this.#isBusy) throw new Error('the world is being run already');
    this.#isBusy = true;
    let pausedAt = this.#now;
    try {
      while (this.#queue.length > 0 && this.#queue[0].time <= time) {
        signal?.throwIfAborted();
        const next = this.#queue[0];
        if (pace && next.task && next.time - pausedAt > pace.gapMs) {
          pausedAt = next.time;
          await this.#real.wait(pace.pauseMs, signal);
          await pace.watchersKeepUp?.(signal);
        }
        // Meanwhile something earlier may have been put in.
        await this.#runNext();
      }
      this.#now = Math.max(this.#now, time);
    } finally {
      this.#isBusy = false;
    }
  }

  /** Runs what is left until the world has caught up with real time, then lets it live: from now on tasks run at their real time. */
  async live(options: { pace?: Pace; signal?: AbortSignal } = {}) {
    // While the past is told, a little of the present passes as well.
    do {
      await this.runTo(this.#real.now(), options);
    } while (this.#queue.length > 0 && this.#queue[0].time < this.#real.now());
    this.#isLiving = true;
    this.#arm();
  }

  /** Nothing happens any more. */
  stop(): void {
    this.#queue.length = 0;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  async #runNext(): Promise<void> {
    const next = pop(this.#queue);
    if (!next?.task) return;
    this.#now = Math.max(this.#now, next.time);
    await next.task();
  }

  #arm(): void {
    if (!this.#isLiving || this.#isBusy) return;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    const next = this.#queue[0];
    if (!next) return;
    const ms = Math.min(Math.max(next.time - this.now(), 0), MAX_TIMER_MS);
    this.#stopTimer = this.#real.timer(ms, () => void this.#runDue());
  }

  async #runDue(): Promise<void> {
    this.#isBusy = true;
    while (this.#queue.length > 0 && this.#queue[0].time <= this.now()) {
      try {
        await this.#runNext();
      } catch (error) {
        this.#onError(error);
      }
    }
    this.#isBusy = false;
    this.#arm();
  }
}

function nothing(): void {}

function rethrow(error: unknown): void {
  throw error;
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.length;
  heap.push(entry);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(entry, heap[parent])) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): Entry | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (heap.length === 0 || !last) return first;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) {
      child += 1;
    }
    if (!isBefore(heap[child], last)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = last;
  return first;
}
