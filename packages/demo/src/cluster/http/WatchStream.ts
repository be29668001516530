import type { ServerResponse } from 'node:http';
import { type ResourceKind, apiVersionOf } from '../kinds.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';
import { status } from './answer.ts';
import type { ResourceStore, StoreEvent } from './ResourceStore.ts';

const BOOKMARK_MS = 5_000;
/** A watcher that leaves so much unread is cut off, as API servers do. */
const UNREAD_MAX_BYTES = 16 * 1024 * 1024;

/** What a watcher asked for. */
export interface WatchOptions {
  kind: ResourceKind;
  matches(object: KubernetesObject): boolean;
  /** How objects are told. */
  shape(object: KubernetesObject): object;
  /** Revision that the watcher knows; `0`: it knows nothing. */
  from: string;
  timeoutSeconds: number;
  wantsBookmarks: boolean;
}

/** One watch: tells a watcher what happens to the objects of a kind, until it ends. */
export class WatchStream {
  readonly #store: ResourceStore;
  readonly #response: ServerResponse;
  readonly #options: WatchOptions;
  readonly #onEnd: (stream: WatchStream) => void;
  #stop: () => void = () => {};

  /** Undefined where what happened since the watcher's revision is forgotten, of which it is told. */
  static open(options: {
    store: ResourceStore;
    response: ServerResponse;
    watch: WatchOptions;
    onEnd: (stream: WatchStream) => void;
  }): WatchStream | undefined {
    const stream = new WatchStream(options);
    return stream.#begin() ? stream : undefined;
  }

  private constructor(options: Parameters<typeof WatchStream.open>[0]) {
    this.#store = options.store;
    this.#response = options.response;
    this.#options = options.watch;
    this.#onEnd = options.onEnd;
  }

  /** As its timeout would: with a last bookmark. */
  end(): void {
    this.#bookmark();
    this.#response.end();
    // Nothing may be told after the last bookmark.
    this.#close();
  }

  #begin(): boolean {
    this.#response.writeHead(200, { 'content-type': 'application/json' });
    this.#response.flushHeaders();
    if (!this.#catchUp()) return false;
    const stopListening = this.#store.listen(event => this.#hear(event));
    const bookmarks = setInterval(() => this.#bookmark(), BOOKMARK_MS);
    const timeout = setTimeout(
      () => this.end(),
      this.#options.timeoutSeconds * 1000,
    );
    this.#stop = () => {
      stopListening();
      clearInterval(bookmarks);
      clearTimeout(timeout);
    };
    this.#response.on('close', () => this.#close());
    return true;
  }

  #catchUp(): boolean {
    const { kind, from, matches, shape } = this.#options;
    if (from === '0') {
      for (const object of this.#store.list(kind.resource).filter(matches)) {
        this.#tell('ADDED', shape(object));
      }
      return true;
    }
    const missed = this.#store.since(kind.resource, Number(from));
    if (!missed) {
      this.#tell(
        'ERROR',
        status([410, 'Expired', `too old resource version: ${from}`]),
      );
      this.#response.end();
      return false;
    }
    for (const event of missed) this.#hear(event);
    return true;
  }

  #hear(event: StoreEvent): void {
    const { kind, matches, shape } = this.#options;
    if (event.resource !== kind.resource) return;
    const type = toldType(event, matches);
    if (type) this.#tell(type, shape(event.object));
  }

  #bookmark(): void {
    const { kind, wantsBookmarks } = this.#options;
    if (!wantsBookmarks) return;
    this.#tell('BOOKMARK', {
      kind: kind.kind,
      apiVersion: apiVersionOf(kind),
      metadata: { resourceVersion: String(this.#store.revision) },
    });
  }

  #tell(type: string, object: object): void {
    this.#response.write(`${JSON.stringify({ type, object })}\n`);
    if (this.#response.writableLength > UNREAD_MAX_BYTES) {
      this.#response.destroy();
    }
  }

  #close(): void {
    this.#stop();
    this.#onEnd(this);
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
