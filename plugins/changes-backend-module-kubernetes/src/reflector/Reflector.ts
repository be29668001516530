import type { ClusterClock, ClusterTransport } from '../clusters';
import type { KubernetesObject } from '../kinds';
import { ApiFailure, failureOfError } from './ApiFailure';
import { readListPage, readWatchLine, refuseUnlessOk } from './answers';
import { backoffMs } from './backoff';
import { isLate, type Gap } from './Gap';
import { LineSplitter } from './LineSplitter';
import { SinkError, guarded } from './SinkError';
import type { Timers } from './Timers';

const LIST_PAGE_ITEMS = 500;
const LIST_PAGE_MAX_BYTES = 256 * 1024 * 1024;
/** etcd refuses objects over 1.5 MB. */
const WATCH_LINE_MAX_BYTES = 8 * 1024 * 1024;
const REQUEST_TIMEOUT_MS = 60_000;
/** Proxies and Node's fetch give up on a silent answer after 300 s. */
const WATCH_MIN_SECONDS = 200;
const WATCH_MAX_SECONDS = 280;
/** A watch that its server does not end in time is dead. */
const WATCH_GRACE_MS = 15_000;
/** Bookmarks come about once a minute; without any, a small question shows that the server is there. */
const SILENCE_MS = 50_000;
const CATCH_UP_PAUSE_MS = 100;
const CATCH_UP_MAX_MS = 500;
const CATCH_UP_MAX_LINES = 2_000;

/**
 * How far a reflector has read, and until when that was all there was.
 */
export interface Position {
  resourceVersion: string;
  /** Milliseconds by the cluster's clock: all that happened before is included. */
  completeTo: number;
}

export type Change<T> =
  | { type: 'set'; object: T }
  | { type: 'deleted'; object: T };

/**
 * Where a reflector puts what it reads. One call at a time; what a method throws ends the reflector.
 */
export interface ReflectorSink<T> {
  /** The collection as it is now. `before`: how far was read until then. */
  replace(items: T[], position: Position, before?: Position): Promise<void>;
  /** Changes in their order. `gapFrom`: they may have happened since then, for nobody was watching. */
  apply(
    changes: Change<T>[],
    position: Position,
    gapFrom?: number,
  ): Promise<void>;
  /** Still complete; nothing new. */
  alive(position: Position): Promise<void>;
  /** Nothing can be read at present. */
  failed(failure: ApiFailure): Promise<void>;
}

export interface ReflectorOptions<T> {
  /** e.g. `/apis/apps/v1/deployments` */
  path: string;
  transport: ClusterTransport;
  clock: ClusterClock;
  timers: Timers;
  /** In [0, 1). */
  random: () => number;
  /** Reduces an object to what is used, or to nothing when it is noise. */
  reduce(object: KubernetesObject): T | undefined;
  sink: ReflectorSink<T>;
  /** Where to go on. */
  position?: Position;
}

/**
 * Keeps a sink in step with one collection of an API server: lists it in pages, watches it with bookmarks, goes on after whatever
 * breaks. After client-go's `tools/cache/reflector.go`.
 */
export class Reflector<T> {
  readonly #options: ReflectorOptions<T>;
  #position: Position | undefined;
  #failures = 0;
  /** Pages of a list may expire while they are read; a list in one piece cannot. */
  #paged = true;
  #before: Position | undefined;

  static create<T>(options: ReflectorOptions<T>): Reflector<T> {
    return new Reflector(options);
  }

  private constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.#position = options.position;
  }

  /** Runs until the signal aborts. Rejects only with what the sink throws. */
  async run(signal: AbortSignal): Promise<void> {
    const { timers, random, sink } = this.#options;
    while (!signal.aborted) {
      try {
        if (!this.#position) await this.#list(signal);
        await this.#watch(signal);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof SinkError) throw error.cause;
        const failure = failureOfError(error);
        if (failure.failureClass === 'expired') {
          this.#before = this.#position ?? this.#before;
          this.#position = undefined;
        } else {
          await sink.failed(failure);
        }
        const delayMs = backoffMs(failure, this.#failures++, random());
        await timers.sleep(delayMs, signal).catch(() => undefined);
      }
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { reduce, clock, sink } = this.#options;
    const items: T[] = [];
    let next: string | undefined;
    const startedAt = clock.now();
    let resourceVersion: string;
    do {
      const page = await this.#listPage(next, signal);
      for (const object of page.items) {
        const item = reduce(object);
        if (item !== undefined) items.push(item);
      }
      next = page.continue;
      resourceVersion = page.resourceVersion;
    } while (next);
    // A server whose Date header was first read by this very list: its clock may be far from ours.
    const completeTo = Math.min(startedAt, clock.now());
    this.#position = { resourceVersion, completeTo };
    await guarded(sink.replace(items, this.#position, this.#before));
    this.#before = undefined;
    this.#failures = 0;
    this.#paged = true;
  }

  async #listPage(next: string | undefined, signal: AbortSignal) {
    const query = new URLSearchParams();
    if (this.#paged) query.set('limit', String(LIST_PAGE_ITEMS));
    if (next) query.set('continue', next);
    try {
      const response = await this.#get(query, 'gzip', signal);
      return await readListPage(response, LIST_PAGE_MAX_BYTES);
    } catch (error) {
      if (next && failureOfError(error).failureClass === 'expired') {
        this.#paged = false;
      }
      throw error;
    }
  }

  async #get(
    query: URLSearchParams,
    encoding: 'gzip' | 'identity',
    signal: AbortSignal,
    timeoutMs = REQUEST_TIMEOUT_MS,
  ) {
    const { path, transport, clock, timers } = this.#options;
    const askedAt = timers.now();
    const response = await transport.get(`${path}?${query}`, {
      encoding,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    clock.read(response.header('date'), askedAt, timers.now());
    return response;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { random, clock, timers } = this.#options;
    const seconds = Math.round(
      WATCH_MIN_SECONDS + random() * (WATCH_MAX_SECONDS - WATCH_MIN_SECONDS),
    );
    const stop = new AbortController();
    const both = AbortSignal.any([signal, stop.signal]);
    const chunks = this.#watchChunks(seconds, both)[Symbol.asyncIterator]();
    const lines = LineSplitter.create({ maxLineBytes: WATCH_LINE_MAX_BYTES });
    const gap: Gap = { from: this.#position!.completeTo };
    const deadline = timers.now() + seconds * 1000 + WATCH_GRACE_MS;
    try {
      let pending = this.#next(chunks);
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
            await this.#probe(both);
            heardAt = timers.now();
          }
          silence = this.#pause(SILENCE_MS - (timers.now() - heardAt), both);
          continue;
        }
        if (outcome.done) break;
        heardAt = timers.now();
        this.#failures = 0;
        if (gap.openedAt === undefined) {
          gap.openedAt = clock.now();
          await guarded(this.#options.sink.alive(this.#position!));
        }
        const taken = lines.push(outcome.value);
        pending = this.#next(chunks);
        // What a server remembers comes in one go; read together, changes bound each other's times.
        while (
          taken.length > 0 &&
          taken.length < CATCH_UP_MAX_LINES &&
          timers.now() - heardAt < CATCH_UP_MAX_MS &&
          isLate(gap, clock.now())
        ) {
          const more = await Promise.race([
            pending,
            this.#pause(CATCH_UP_PAUSE_MS, both),
          ]);
          if (more === 'silent' || more.done) break;
          taken.push(...lines.push(more.value));
          pending = this.#next(chunks);
        }
        await this.#take(taken, gap);
      }
      this.#failures = 0;
      this.#position = { ...this.#position!, completeTo: clock.now() };
      await guarded(this.#options.sink.alive(this.#position));
    } catch (error) {
      throw error instanceof RangeError
        ? new ApiFailure('garbage', error.message)
        : error;
    } finally {
      stop.abort();
    }
  }

  /** A read that is given up must not count as an error that nobody handles. */
  #next(
    chunks: AsyncIterator<Uint8Array>,
  ): Promise<IteratorResult<Uint8Array>> {
    const pending = chunks.next();
    pending.catch(() => undefined);
    return pending;
  }

  async *#watchChunks(
    seconds: number,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    const query = new URLSearchParams({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: this.#position!.resourceVersion,
      timeoutSeconds: String(seconds),
    });
    const response = await this.#get(
      query,
      'identity',
      signal,
      seconds * 1000 + 2 * WATCH_GRACE_MS,
    );
    await refuseUnlessOk(response, WATCH_LINE_MAX_BYTES);
    // That the server answered is a sign of life of its own.
    yield new Uint8Array();
    yield* response.body;
  }

  async #take(lines: string[], gap: Gap): Promise<void> {
    const { reduce, sink, clock } = this.#options;
    const changes: Change<T>[] = [];
    let resourceVersion = this.#position!.resourceVersion;
    for (const line of lines) {
      const event = readWatchLine(line);
      if (event.type === 'BOOKMARK') {
        resourceVersion = event.resourceVersion;
        gap.isOver = true;
        continue;
      }
      resourceVersion = event.object.metadata.resourceVersion;
      const object = reduce(event.object);
      if (object === undefined) continue;
      changes.push({
        type: event.type === 'DELETED' ? 'deleted' : 'set',
        object,
      });
    }
    if (lines.length === 0) return undefined;
    const late = isLate(gap, clock.now());
    // Of what happened in the gap, more may still be to come.
    this.#position = {
      resourceVersion,
      completeTo: late ? gap.from : clock.now(),
    };
    return guarded(
      changes.length === 0
        ? sink.alive(this.#position)
        : sink.apply(changes, this.#position, late ? gap.from : undefined),
    );
  }

  /** Resolves when the time is over; never, when the signal aborts before. */
  #pause(ms: number, signal: AbortSignal): Promise<'silent'> {
    return this.#options.timers.sleep(ms, signal).then(
      () => 'silent' as const,
      () => new Promise<never>(() => {}),
    );
  }

  async #probe(signal: AbortSignal): Promise<void> {
    const query = new URLSearchParams({ limit: '1', resourceVersion: '0' });
    const response = await this.#get(query, 'gzip', signal);
    await readListPage(response, LIST_PAGE_MAX_BYTES);
    await guarded(this.#options.sink.alive(this.#position!));
  }
}
