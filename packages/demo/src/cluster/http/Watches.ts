import type { IncomingMessage, ServerResponse } from 'node:http';
import { apiVersionOf } from '../kinds.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';
import { type Address, filterOf } from './address.ts';
import {
  UNKNOWN_SELECTOR,
  partial,
  refuse,
  status,
  wantsMetadata,
} from './answer.ts';
import type { ResourceStore, StoreEvent } from './ResourceStore.ts';
import { tableOf, wantsTable } from './table.ts';

const WATCH_TIMEOUT_SECONDS = 1800;
const BOOKMARK_MS = 5_000;
/** A watcher that leaves so much unread is cut off, as API servers do. */
const UNREAD_MAX_BYTES = 16 * 1024 * 1024;

/** Answers watches. */
export class Watches {
  readonly #store: ResourceStore;
  readonly #now: () => number;
  /** Ways to end the open watches, by resource. */
  readonly #open = new Map<string, Set<() => void>>();
  readonly #waiting = new Set<() => void>();

  static create(options: { store: ResourceStore; now: () => number }): Watches {
    return new Watches(options);
  }

  private constructor(options: Parameters<typeof Watches.create>[0]) {
    this.#store = options.store;
    this.#now = options.now;
  }

  /** Ends all of them as their timeouts would. */
  end(): void {
    for (const ends of this.#open.values()) {
      for (const end of [...ends]) end();
    }
  }

  /** Resolves when each of these resources is being watched. */
  async opened(resources: string[], signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const isOpen = () =>
      resources.every(resource => (this.#open.get(resource)?.size ?? 0) > 0);
    if (isOpen()) return;
    await new Promise<void>((resolve, reject) => {
      const abort = () => settle(() => reject(signal.reason));
      const check = () => isOpen() && settle(resolve);
      const settle = (then: () => void) => {
        this.#waiting.delete(check);
        signal.removeEventListener('abort', abort);
        then();
      };
      this.#waiting.add(check);
      signal.addEventListener('abort', abort);
    });
  }

  answer(
    request: IncomingMessage,
    response: ServerResponse,
    address: Address,
    query: URLSearchParams,
  ): void {
    const { resource } = address.kind;
    const matches = filterOf(address, query);
    if (!matches) {
      refuse(response, UNKNOWN_SELECTOR);
      return;
    }
    if (query.get('sendInitialEvents') === 'true') {
      refuse(response, [
        422,
        'Invalid',
        'sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
      ]);
      return;
    }
    const shape = this.#shapeFor(request, address);
    const tell = (type: string, object: object) => {
      response.write(`${JSON.stringify({ type, object })}\n`);
      if (response.writableLength > UNREAD_MAX_BYTES) response.destroy();
    };
    const tellEvent = (event: StoreEvent) => {
      const type = event.resource === resource && toldType(event, matches);
      if (type) tell(type, shape(event.object));
    };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();

    const from = query.get('resourceVersion') || '0';
    if (from === '0') {
      for (const object of this.#store.list(resource).filter(matches)) {
        tell('ADDED', shape(object));
      }
    } else {
      const missed = this.#store.since(resource, Number(from));
      if (!missed) {
        tell(
          'ERROR',
          status([410, 'Expired', `too old resource version: ${from}`]),
        );
        response.end();
        return;
      }
      missed.forEach(tellEvent);
    }
    const stopListening = this.#store.listen(tellEvent);
    const bookmark = () => {
      if (query.get('allowWatchBookmarks') !== 'true') return;
      tell('BOOKMARK', {
        kind: address.kind.kind,
        apiVersion: apiVersionOf(address.kind),
        metadata: { resourceVersion: String(this.#store.revision) },
      });
    };
    const bookmarks = setInterval(bookmark, BOOKMARK_MS);
    const end = () => {
      bookmark();
      response.end();
      // Nothing may be told after the last bookmark.
      close();
    };
    const seconds =
      Number(query.get('timeoutSeconds')) || WATCH_TIMEOUT_SECONDS;
    const timeout = setTimeout(end, seconds * 1000);
    const close = () => {
      stopListening();
      clearInterval(bookmarks);
      clearTimeout(timeout);
      this.#open.get(resource)?.delete(end);
    };
    response.on('close', close);
    this.#opened(resource, end);
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

  #opened(resource: string, end: () => void): void {
    const ends = this.#open.get(resource) ?? new Set();
    this.#open.set(resource, ends.add(end));
    for (const check of [...this.#waiting]) check();
  }
}

/** To whoever selects, an object that begins to match has been added, and one that ceases to has been deleted. */
function toldType(
  { type, object, previous }: StoreEvent,
  matches: (object: KubernetesObject) => boolean,
): StoreEvent['type'] | undefined {
  const is = matches(object);
  if (type !== 'MODIFIED' || !previous) return is ? type : undefined;
  const was = matches(previous);
  if (is && was) return 'MODIFIED';
  if (is) return 'ADDED';
  return was ? 'DELETED' : undefined;
}
