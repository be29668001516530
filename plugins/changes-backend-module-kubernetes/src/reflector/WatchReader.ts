import type { ClusterClock } from '../clusters';
import { awaitsController, writtenAt, type KubernetesObject } from '../kinds';
import { ApiFailure } from './ApiFailure';
import { readWatchLine, refuseUnlessOk, type WatchEvent } from './answers';
import type { Collection } from './Collection';
import { happenedBetween, type Hint } from './happened';
import { Lag, type Arrival } from './Lag';
import { LineSplitter } from './LineSplitter';
import type {
  Change,
  Happened,
  Position,
  ReflectorSink,
} from './ReflectorSink';
import { guarded } from './SinkError';
import type { Timers } from './Timers';

/** etcd refuses objects over 1.5 MB. */
const LINE_MAX_BYTES = 8 * 1024 * 1024;
/** Proxies and Node's fetch give up on a silent answer after 300 s. */
const MIN_SECONDS = 200;
const MAX_SECONDS = 280;
/** A watch that its server does not end in time is dead. */
const GRACE_MS = 15_000;
/** Bookmarks come about once a minute; without any, a small question shows that the server is there, well before coverage takes it for gone. */
const SILENCE_MS = 75_000;
/** How often to see whether a watch that lagged behind has caught up. */
const BEHIND_MS = 1_000;
/** What a server remembers comes in one go; read together, changes bound each other's times. */
const CATCH_UP_PAUSE_MS = 100;
const CATCH_UP_MAX_MS = 500;
const CATCH_UP_MAX_LINES = 2_000;
/** Writes of several clients within so much may be stored in another order than that of their times. */
const OUT_OF_STEP_MS = 2_000;
/** A controller answers what somebody wrote within so much, and notes the time. */
const ECHO_PAUSE_MS = 20;

export interface WatchReaderOptions<T> {
  collection: Collection;
  clock: ClusterClock;
  timers: Timers;
  /** In [0, 1). */
  random: () => number;
  reduce(object: KubernetesObject): T | undefined;
  sink: ReflectorSink<T>;
  position: Position;
  /** Until when the collection was read in this process, by the local clock. */
  readAt?: number;
  onLife(): void;
}

/** One watch, from its opening to its end: hands on what it tells, with the moment of each change. */
export class WatchReader<T> {
  readonly #options: WatchReaderOptions<T>;
  readonly #lines = LineSplitter.create({ maxLineBytes: LINE_MAX_BYTES });
  readonly #lag: Lag;
  #position: Position;
  #isOpen = false;
  /** The latest time that was heard; none so far is as old as can be. */
  #newest: number;

  static create<T>(options: WatchReaderOptions<T>): WatchReader<T> {
    return new WatchReader(options);
  }

  private constructor(options: WatchReaderOptions<T>) {
    this.#options = options;
    this.#position = options.position;
    this.#lag = Lag.create({
      ...options,
      completeTo: options.position.completeTo,
    });
    this.#newest = options.position.heardTo ?? -Infinity;
  }

  get position(): Position {
    return this.#position;
  }

  get readAt(): number | undefined {
    return this.#lag.readAt;
  }

  /** Reads until the server ends the watch. Rejects with what broke it. */
  async run(signal: AbortSignal): Promise<void> {
    const { random, timers } = this.#options;
    const seconds = Math.round(
      MIN_SECONDS + random() * (MAX_SECONDS - MIN_SECONDS),
    );
    const stop = new AbortController();
    const both = AbortSignal.any([signal, stop.signal]);
    const chunks = this.#chunks(seconds, both)[Symbol.asyncIterator]();
    const deadline = timers.now() + seconds * 1000 + GRACE_MS;
    try {
      let pending = this.#next(chunks);
      let heardAt = timers.now();
      // One timer for many chunks: making and dropping one for each would cost more than reading them.
      let silence = this.#pause(SILENCE_MS, both);
      for (;;) {
        const outcome = await Promise.race([pending.arrival, silence.over]);
        if (outcome === 'silent') {
          const quietMs = timers.now() - heardAt;
          const isDead = quietMs >= SILENCE_MS;
          if (isDead) {
            if (timers.now() > deadline) {
              throw new ApiFailure('network', 'the watch did not end in time');
            }
            await this.#options.collection.probe(both);
            heardAt = timers.now();
          }
          this.#stillSilent(pending.askedAt);
          if (isDead || this.#position.isBehind) await this.#stillAlive();
          silence = this.#pause(this.#silenceMs(heardAt), both);
          continue;
        }
        if (outcome.chunk === undefined) {
          this.#arrived(outcome);
          break;
        }
        heardAt = timers.now();
        this.#options.onLife();
        if (!this.#isOpen) await this.#opened(outcome);
        const heard = await this.#hear(outcome, both);
        pending = this.#next(chunks);
        while (heard.length > 0 && heard.length < CATCH_UP_MAX_LINES) {
          const pauseMs = this.#patience(heard, timers.now() - heardAt);
          if (pauseMs === 0) break;
          const pause = this.#pause(pauseMs, both);
          const more = await Promise.race([pending.arrival, pause.over]);
          pause.end();
          if (more === 'silent' || more.chunk === undefined) break;
          heard.push(...(await this.#hear(more, both)));
          pending = this.#next(chunks);
        }
        await this.#take(heard);
        if (this.#position.isBehind) {
          silence.end();
          silence = this.#pause(this.#silenceMs(heardAt), both);
        }
      }
      this.#options.onLife();
      await this.#stillAlive();
    } catch (error) {
      throw error instanceof RangeError
        ? new ApiFailure('garbage', error.message)
        : error;
    } finally {
      stop.abort();
    }
  }

  /** What comes next. A read that is given up must not count as an error that nobody handles. */
  #next(chunks: AsyncIterator<Uint8Array>): Pending {
    const askedAt = this.#options.timers.now();
    const arrival = chunks.next().then(({ done, value }) => ({
      ...this.#now(askedAt),
      chunk: done ? undefined : (value as Uint8Array),
    }));
    arrival.catch(() => undefined);
    return { askedAt, arrival };
  }

  #now(askedAt: number): Arrival {
    const { timers, clock } = this.#options;
    const at = timers.now();
    const notBefore = Math.min(at, timers.lastTurn?.() ?? at);
    return { askedAt, notBefore, at, time: clock.now() };
  }

  async *#chunks(
    seconds: number,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    const response = await this.#options.collection.get(
      {
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion: this.#position.resourceVersion,
        timeoutSeconds: String(seconds),
      },
      {
        encoding: 'identity',
        signal,
        timeoutMs: seconds * 1000 + 2 * GRACE_MS,
      },
    );
    await refuseUnlessOk(response, LINE_MAX_BYTES);
    // That the server answered is a sign of life of its own.
    yield new Uint8Array();
    yield* response.body;
  }

  async #opened({ at }: Arrival): Promise<void> {
    this.#isOpen = true;
    this.#lag.opened(at);
    await this.#stillAlive();
  }

  /** A line that has begun tells that more is on its way. */
  #arrived(arrival: Arrival): void {
    if (this.#lines.isEmpty) this.#lag.silent(arrival);
  }

  #stillSilent(askedAt: number): void {
    if (this.#isOpen) this.#arrived(this.#now(askedAt));
  }

  async #stillAlive(): Promise<void> {
    const { resourceVersion } = this.#position;
    this.#position = this.#reached(resourceVersion);
    await guarded(this.#options.sink.alive(this.#position));
  }

  #silenceMs(heardAt: number): number {
    const leftMs = SILENCE_MS - (this.#options.timers.now() - heardAt);
    if (!this.#position.isBehind) return leftMs;
    return Math.min(leftMs, Math.max(BEHIND_MS, this.#lag.catchesUpForMs));
  }

  async #hear(
    arrival: Arrival & { chunk?: Uint8Array },
    signal: AbortSignal,
  ): Promise<Heard[]> {
    const { clock, collection } = this.#options;
    const heard: Heard[] = [];
    this.#arrived(arrival);
    for (const line of this.#lines.push(arrival.chunk!)) {
      const event = readWatchLine(line);
      const { completeTo: after } = this.#lag;
      const isLate = this.#lag.isLate(arrival.at);
      const known = { after, isLate, arrivedAt: arrival.time };
      if (event.type === 'BOOKMARK') {
        this.#lag.bookmark(arrival);
        heard.push({ ...known, event, time: NaN });
        continue;
      }
      let time = writtenAt(event.object);
      if (!Number.isNaN(time) && !clock.hear(time)) {
        await collection.probe(signal);
        if (!clock.hear(time)) time = NaN;
      }
      if (!Number.isNaN(time)) this.#lag.written(time, arrival.at);
      const { completeTo } = this.#position;
      if (isTimeless(event, time, { completeTo, newest: this.#newest })) {
        time = NaN;
      } else {
        this.#newest = Math.max(this.#newest, time);
      }
      const by = clock.isSteady() ? arrival.time : undefined;
      heard.push({ ...known, event, time, by });
    }
    if (!clock.isSteady() && endsTimeless(heard)) {
      await collection.probe(signal);
      heard[heard.length - 1].by = clock.now();
    }
    return heard;
  }

  /** How long to wait for more before what was heard is taken in, which may tell when that happened. */
  #patience(heard: Heard[], waitedMs: number): number {
    const { clock } = this.#options;
    if (waitedMs >= CATCH_UP_MAX_MS) return 0;
    if (heard[heard.length - 1].isLate) return CATCH_UP_PAUSE_MS;
    // Counted from now: to ask the server may have taken longer.
    return !clock.isSteady() && endsTimeless(heard) ? ECHO_PAUSE_MS : 0;
  }

  async #take(heard: Heard[]): Promise<void> {
    if (heard.length === 0) return;
    const { reduce, sink, clock } = this.#options;
    const isSteady = clock.isSteady();
    const happened = happenedBetween(heard, {
      from: this.#position.completeTo,
      to: clock.now(),
    });
    const changes: Change<T>[] = [];
    let { resourceVersion } = this.#position;
    for (const [index, one] of heard.entries()) {
      const { event } = one;
      if (event.type === 'BOOKMARK') {
        resourceVersion = event.resourceVersion;
        continue;
      }
      resourceVersion = event.object.metadata.resourceVersion;
      const object = reduce(event.object);
      if (object === undefined) continue;
      changes.push({
        type: event.type === 'DELETED' ? 'deleted' : 'set',
        object,
        ...(isSteady && !one.isLate
          ? { at: one.arrivedAt }
          : momentOf(happened[index], one)),
      });
    }
    this.#position = this.#reached(resourceVersion);
    await guarded(
      changes.length === 0
        ? sink.alive(this.#position)
        : sink.apply(changes, this.#position),
    );
  }

  #reached(resourceVersion: string): Position {
    const { completeTo } = this.#lag;
    return {
      resourceVersion,
      completeTo,
      ...(this.#newest === -Infinity ? {} : { heardTo: this.#newest }),
      isBehind: this.#lag.isLate(this.#options.timers.now()) || undefined,
    };
  }

  #pause(ms: number, signal: AbortSignal): Pause {
    const end = new AbortController();
    const over = this.#options.timers
      .sleep(ms, AbortSignal.any([signal, end.signal]))
      .then(
        () => 'silent' as const,
        () => new Promise<never>(() => {}),
      );
    return { over, end: () => end.abort() };
  }
}

/** The next read of a watch. */
interface Pending {
  /** By the local clock. */
  askedAt: number;
  /** Without a chunk the watch has ended. */
  arrival: Promise<Arrival & { chunk?: Uint8Array }>;
}

interface Pause {
  /** Resolves when the time is over; never, when it ends before. */
  over: Promise<'silent'>;
  end(): void;
}

/** A line of the watch, with the time at which it was written; NaN where nothing says. */
interface Heard extends Hint {
  event: WatchEvent;
  /** By the cluster's clock. */
  arrivedAt: number;
  /** It may have happened long before. */
  isLate: boolean;
}

/**
 * Whether the time in an object is that of an earlier write: scaling and deleting leave none of their own.
 * @param before - when all had been read, and the latest time that was heard
 */
function isTimeless(
  event: Exclude<WatchEvent, { type: 'BOOKMARK' }>,
  time: number,
  before: { completeTo: number; newest: number },
): boolean {
  if (time > Math.max(before.completeTo, before.newest)) return false;
  return (
    !(time >= before.newest - OUT_OF_STEP_MS) ||
    before.newest === -Infinity ||
    event.type === 'DELETED' ||
    awaitsController(event.object)
  );
}

function endsTimeless(heard: Heard[]): boolean {
  const last = heard[heard.length - 1];
  return last && last.event.type !== 'BOOKMARK' && Number.isNaN(last.time);
}

// Whoever watches a clock that jumps does not know either when something happened; but it was not while nobody watched.
function momentOf(
  { from, at }: Required<Happened>,
  { isLate }: Heard,
): Happened {
  return isLate && from < at ? { from, at } : { at };
}
