import type { ClusterClock } from '../clusters';
import { awaitsController, writtenAt, type KubernetesObject } from '../kinds';
import { ApiFailure } from './ApiFailure';
import { readWatchLine, refuseUnlessOk, type WatchEvent } from './answers';
import type { Collection } from './Collection';
import { isLate, lasted, type Gap } from './Gap';
import { happenedBetween } from './happened';
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
/** Bookmarks come about once a minute; without any, a small question shows that the server is there. */
const SILENCE_MS = 50_000;
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
  #position: Position;
  #readAt: number | undefined;
  #gap: Gap | undefined;
  /** The latest time that was heard; none so far is as old as can be. */
  #newest: number;

  static create<T>(options: WatchReaderOptions<T>): WatchReader<T> {
    return new WatchReader(options);
  }

  private constructor(options: WatchReaderOptions<T>) {
    this.#options = options;
    this.#position = options.position;
    this.#readAt = options.readAt;
    this.#newest = options.position.heardTo ?? -Infinity;
  }

  get position(): Position {
    return this.#position;
  }

  get readAt(): number | undefined {
    return this.#readAt;
  }

  /** Reads until the server ends the watch. Rejects with what broke it. */
  async run(signal: AbortSignal): Promise<void> {
    const { random, clock, timers, sink } = this.#options;
    const seconds = Math.round(
      MIN_SECONDS + random() * (MAX_SECONDS - MIN_SECONDS),
    );
    const stop = new AbortController();
    const both = AbortSignal.any([signal, stop.signal]);
    const chunks = this.#chunks(seconds, both)[Symbol.asyncIterator]();
    const deadline = timers.now() + seconds * 1000 + GRACE_MS;
    try {
      let pending = next(chunks);
      let heardAt = timers.now();
      // One timer for many chunks: making and dropping one for each would cost more than reading them.
      let silence = this.#pause(SILENCE_MS, both);
      for (;;) {
        const outcome = await Promise.race([pending, silence]);
        if (outcome === 'silent') {
          const quietMs = timers.now() - heardAt;
          if (quietMs >= SILENCE_MS) {
            if (timers.now() > deadline) {
              throw new ApiFailure('network', 'the watch did not end in time');
            }
            await this.#options.collection.probe(both);
            await this.#stillAlive();
            heardAt = timers.now();
          }
          silence = this.#pause(SILENCE_MS - (timers.now() - heardAt), both);
          continue;
        }
        if (outcome.done) break;
        heardAt = timers.now();
        this.#options.onLife();
        if (!this.#gap) await this.#opened();
        const heard = await this.#hear(outcome.value, both);
        pending = next(chunks);
        while (heard.length > 0 && heard.length < CATCH_UP_MAX_LINES) {
          const pauseMs = this.#patience(heard, timers.now() - heardAt);
          if (pauseMs === 0) break;
          const more = await Promise.race([
            pending,
            this.#pause(pauseMs, both),
          ]);
          if (more === 'silent' || more.done) break;
          heard.push(...(await this.#hear(more.value, both)));
          pending = next(chunks);
        }
        const waiting = { from: clock.now(), at: timers.now() };
        await this.#take(heard);
        this.#notePause(waiting);
      }
      this.#options.onLife();
      this.#readAt = timers.now();
      this.#position = this.#at({
        resourceVersion: this.#position.resourceVersion,
        completeTo: clock.now(),
      });
      await guarded(sink.alive(this.#position));
    } catch (error) {
      throw error instanceof RangeError
        ? new ApiFailure('garbage', error.message)
        : error;
    } finally {
      stop.abort();
    }
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

  async #opened(): Promise<void> {
    const { clock, timers } = this.#options;
    const from = this.#position.completeTo;
    const openedAt = timers.now();
    // In one process the local clock says how long nobody watched: the cluster's may have jumped meanwhile.
    const ms =
      this.#readAt === undefined ? clock.now() - from : openedAt - this.#readAt;
    this.#gap = { from, ms, endedAt: openedAt };
    await this.#stillAlive();
  }

  /** While a sink takes its time, as where the store is away, what happens is read late. */
  #notePause({ from, at }: { from: number; at: number }): void {
    const endedAt = this.#options.timers.now();
    const gap: Gap = { from, ms: endedAt - at, endedAt, isStall: true };
    if (lasted(gap)) this.#gap = gap;
  }

  async #stillAlive(): Promise<void> {
    const { timers, sink } = this.#options;
    const isBehind =
      (this.#gap && isLate(this.#gap, timers.now())) || undefined;
    this.#position = { ...this.#position, isBehind };
    await guarded(sink.alive(this.#position));
  }

  async #hear(chunk: Uint8Array, signal: AbortSignal): Promise<Heard[]> {
    const { clock, collection } = this.#options;
    const heard: Heard[] = [];
    for (const line of this.#lines.push(chunk)) {
      const event = readWatchLine(line);
      if (event.type === 'BOOKMARK') {
        heard.push({ event, time: NaN });
        continue;
      }
      let time = writtenAt(event.object);
      if (!Number.isNaN(time) && !clock.hear(time)) {
        await collection.probe(signal);
        if (!clock.hear(time)) time = NaN;
      }
      const { completeTo } = this.#position;
      if (isTimeless(event, time, { completeTo, newest: this.#newest })) {
        time = NaN;
      } else {
        this.#newest = Math.max(this.#newest, time);
      }
      heard.push({ event, time });
    }
    if (!clock.isSteady() && endsTimeless(heard)) {
      await collection.probe(signal);
      heard[heard.length - 1].by = clock.now();
    }
    return heard;
  }

  /** How long to wait for more before what was heard is taken in, which may tell when that happened. */
  #patience(heard: Heard[], waitedMs: number): number {
    const { clock, timers } = this.#options;
    if (waitedMs >= CATCH_UP_MAX_MS) return 0;
    if (isLate(this.#gap!, timers.now())) return CATCH_UP_PAUSE_MS;
    // Counted from now: to ask the server may have taken longer.
    return !clock.isSteady() && endsTimeless(heard) ? ECHO_PAUSE_MS : 0;
  }

  async #take(heard: Heard[]): Promise<void> {
    if (heard.length === 0) return;
    const { reduce, sink, clock, timers } = this.#options;
    const gap = this.#gap!;
    const isSteady = clock.isSteady();
    const now = clock.now();
    const happened = happenedBetween(heard, {
      from: this.#position.completeTo,
      to: now,
    });
    const changes: Change<T>[] = [];
    let { resourceVersion, completeTo } = this.#position;
    for (const [index, { event, time }] of heard.entries()) {
      if (event.type === 'BOOKMARK') {
        resourceVersion = event.resourceVersion;
        if (!gap.isStall) gap.isOver = true;
        continue;
      }
      resourceVersion = event.object.metadata.resourceVersion;
      completeTo = Math.max(completeTo, time || 0);
      const object = reduce(event.object);
      if (object === undefined) continue;
      changes.push({
        type: event.type === 'DELETED' ? 'deleted' : 'set',
        object,
        ...(isSteady && !isLate(gap, timers.now())
          ? { at: now }
          : this.#momentOf(happened[index])),
      });
    }
    const isBehind = isLate(gap, timers.now()) || undefined;
    if (isBehind) completeTo = gap.from;
    else if (isSteady) completeTo = now;
    this.#readAt = timers.now();
    this.#position = this.#at({ resourceVersion, completeTo, isBehind });
    await guarded(
      changes.length === 0
        ? sink.alive(this.#position)
        : sink.apply(changes, this.#position),
    );
  }

  #at(position: Position): Position {
    return this.#newest === -Infinity
      ? position
      : { ...position, heardTo: this.#newest };
  }

  // Whoever watches a clock that jumps does not know either when something happened; but it was not while nobody watched.
  #momentOf({ from, at }: Required<Happened>): Happened {
    const isLateWord = isLate(this.#gap!, this.#options.timers.now());
    return isLateWord && from < at ? { from, at } : { at };
  }

  /** Resolves when the time is over; never, when the signal aborts before. */
  #pause(ms: number, signal: AbortSignal): Promise<'silent'> {
    return this.#options.timers.sleep(ms, signal).then(
      () => 'silent' as const,
      () => new Promise<never>(() => {}),
    );
  }
}

/** A line of the watch, with the time at which it was written; NaN where nothing says. */
interface Heard {
  event: WatchEvent;
  time: number;
  /** The server was asked right after it. */
  by?: number;
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

/** A read that is given up must not count as an error that nobody handles. */
function next(
  chunks: AsyncIterator<Uint8Array>,
): Promise<IteratorResult<Uint8Array>> {
  const pending = chunks.next();
  pending.catch(() => undefined);
  return pending;
}
