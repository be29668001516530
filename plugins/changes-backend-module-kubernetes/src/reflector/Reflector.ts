import { setImmediate } from 'node:timers/promises';
import type { KubernetesObject } from '../kinds';
import { failureOfError, type ApiFailure } from './ApiFailure';
import { backoffMs } from './backoff';
import { Collection, type CollectionOptions } from './Collection';
import type { Position, ReflectorSink } from './ReflectorSink';
import { SinkError, guarded } from './SinkError';
import { WatchReader } from './WatchReader';

const LIST_PAGE_ITEMS = 500;
/** So many objects of a page are reduced before others get their turn. */
const SLICE_ITEMS = 50;
/** So many are handed on at once: what is kept for long is what collecting garbage costs most. */
const PART_ITEMS = 250;

export interface ReflectorOptions<T> extends CollectionOptions {
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
  readonly #collection: Collection;
  #position: Position | undefined;
  #failures = 0;
  #lastFailure: ApiFailure | undefined;
  /** Pages of a list may expire while they are read; a list in one piece cannot. */
  #paged = true;
  #before: Position | undefined;
  /** Until when the collection was read, by the local clock. */
  #readAt: number | undefined;

  static create<T>(options: ReflectorOptions<T>): Reflector<T> {
    return new Reflector(options);
  }

  private constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.#collection = Collection.create(options);
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
        const delayMs = backoffMs(failure, this.#attempt(failure), random());
        await timers.sleep(delayMs, signal).catch(() => undefined);
      }
    }
  }

  /** How many failures of its kind in a row came before: a server that is there again is asked soon, whatever it answers first. */
  #attempt(failure: ApiFailure): number {
    if (failure.failureClass !== this.#lastFailure?.failureClass) {
      this.#failures = 0;
    }
    this.#lastFailure = failure;
    return this.#failures++;
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { reduce, clock, sink, timers } = this.#options;
    let items: T[] = [];
    const isByParts = sink.takesParts();
    const before = this.#before;
    let next: string | undefined;
    let isRest = false;
    const [startedAt, askedAt] = [clock.now(), timers.now()];
    let resourceVersion: string;
    do {
      const page = await this.#listPage(next, signal);
      let count = 0;
      for (const object of page.items) {
        if (count++ % SLICE_ITEMS === 0) await setImmediate();
        const item = reduce(object);
        if (item !== undefined) items.push(item);
        if (isByParts && items.length >= PART_ITEMS) {
          await guarded(sink.part(items, before));
          items = [];
          isRest = true;
        }
      }
      next = page.continue;
      resourceVersion = page.resourceVersion;
    } while (next);
    // A server whose Date header was first read by this very list: its clock may be far from ours.
    const completeTo = Math.min(startedAt, clock.now());
    this.#position = { resourceVersion, completeTo };
    this.#readAt = askedAt;
    await guarded(sink.replace(items, this.#position, { before, isRest }));
    this.#before = undefined;
    this.#failures = 0;
    this.#paged = true;
  }

  async #listPage(next: string | undefined, signal: AbortSignal) {
    try {
      return await this.#collection.list(
        {
          ...(this.#paged ? { limit: String(LIST_PAGE_ITEMS) } : {}),
          ...(next ? { continue: next } : {}),
        },
        signal,
      );
    } catch (error) {
      if (next && failureOfError(error).failureClass === 'expired') {
        this.#paged = false;
      }
      throw error;
    }
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const watch = WatchReader.create<T>({
      ...this.#options,
      collection: this.#collection,
      position: this.#position!,
      readAt: this.#readAt,
      onLife: () => {
        this.#failures = 0;
      },
    });
    try {
      await watch.run(signal);
    } finally {
      this.#position = watch.position;
      this.#readAt = watch.readAt;
    }
  }
}
