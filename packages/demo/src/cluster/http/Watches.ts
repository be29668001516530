import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KubernetesObject } from '../KubernetesObject.ts';
import { type Address, filterOf } from './address.ts';
import { UNKNOWN_SELECTOR, partial, refuse, wantsMetadata } from './answer.ts';
import type { ReadQuery } from './readQuery.ts';
import type { ResourceStore } from './ResourceStore.ts';
import { tableOf, wantsTable } from './table.ts';
import { WatchStream } from './WatchStream.ts';

const TIMEOUT_SECONDS = 1800;

/** Answers watches, and knows which are open. */
export class Watches {
  readonly #store: ResourceStore;
  readonly #now: () => number;
  readonly #open = new Map<string, Set<WatchStream>>();
  /** Looked at when a watch opens; whoever has waited for that takes itself out. */
  readonly #waiting = new Set<() => void>();

  static create(options: { store: ResourceStore; now: () => number }): Watches {
    return new Watches(options.store, options.now);
  }

  private constructor(store: ResourceStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** Ends all of them as their timeouts would. */
  end(): void {
    for (const streams of this.#open.values()) {
      for (const stream of [...streams]) stream.end();
    }
  }

  /** Resolves when each of these resources is being watched. */
  async opened(resources: string[], signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const isOpen = () =>
      resources.every(resource => (this.#open.get(resource)?.size ?? 0) > 0);
    if (isOpen()) return;
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!isOpen()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      signal.addEventListener('abort', () => {
        this.#waiting.delete(look);
        reject(signal.reason);
      });
    });
  }

  answer(
    request: IncomingMessage,
    response: ServerResponse,
    address: Address,
    query: ReadQuery,
  ): void {
    const { kind } = address;
    const matches = filterOf(address, query);
    if (!matches) {
      refuse(response, UNKNOWN_SELECTOR);
      return;
    }
    if (query.sendInitialEvents) {
      refuse(response, [
        422,
        'Invalid',
        'sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
      ]);
      return;
    }
    const streams = this.#open.get(kind.resource) ?? new Set();
    this.#open.set(kind.resource, streams);
    const stream = WatchStream.open({
      store: this.#store,
      response,
      watch: {
        kind,
        matches,
        shape: this.#shapeFor(request, address),
        from: query.resourceVersion || '0',
        timeoutSeconds: query.timeoutSeconds || TIMEOUT_SECONDS,
        wantsBookmarks: query.allowWatchBookmarks,
      },
      onEnd: ended => streams.delete(ended),
    });
    if (!stream) return;
    streams.add(stream);
    for (const look of [...this.#waiting]) look();
  }

  #shapeFor(
    request: IncomingMessage,
    { kind }: Address,
  ): (object: KubernetesObject) => object {
    if (wantsMetadata(request)) return partial;
    if (wantsTable(request)) {
      return object => tableOf(kind, [object], this.#now());
    }
    return object => object;
  }
}
