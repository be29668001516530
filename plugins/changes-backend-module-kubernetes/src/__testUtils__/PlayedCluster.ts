import type { ClusterResponse, ClusterTransport } from '../clusters';
import type { KubernetesObject } from '../kinds';

interface Version {
  version: number;
  line: string;
}

interface OpenWatch {
  path: string;
  endsAt: number;
  lines: Uint8Array[];
  /** The reader waits for more. */
  wake?: () => void;
  isOver?: true;
}

/**
 * An API server in memory, whose world has a time of its own: it may pass slowly or in a moment. It knows whether its readers have taken in
 * all that it has told.
 */
export class PlayedCluster {
  readonly #localNow: () => number;
  readonly #collections = new Map<string, Map<string, KubernetesObject>>();
  readonly #history = new Map<string, Version[]>();
  readonly #watches = new Set<OpenWatch>();
  #version = 100;
  /** Milliseconds since 1970 in the cluster. */
  now: number;

  constructor(options: { now: number; localNow: () => number }) {
    this.now = options.now;
    this.#localNow = options.localNow;
  }

  readonly transport: ClusterTransport = {
    get: async (path, { signal }) => {
      const url = new URL(path, 'http://played');
      return url.searchParams.get('watch')
        ? this.#watch(url, signal)
        : this.#list(url);
    },
  };

  /** As Kubernetes writes times. */
  time(): string {
    return `${new Date(this.now).toISOString().slice(0, 19)}Z`;
  }

  get(path: string, name: string): KubernetesObject | undefined {
    return this.#collection(path).get(name);
  }

  put(path: string, object: Pick<KubernetesObject, 'metadata'>): void {
    const { name } = object.metadata;
    const objects = this.#collection(path);
    const type = objects.has(name) ? 'MODIFIED' : 'ADDED';
    const next = {
      ...object,
      metadata: {
        ...object.metadata,
        resourceVersion: String(++this.#version),
      },
    };
    objects.set(name, next);
    this.#tell(path, { type, object: next });
  }

  delete(path: string, name: string): void {
    const object = this.#collection(path).get(name);
    if (!object) return;
    this.#collection(path).delete(name);
    const resourceVersion = String(++this.#version);
    this.#tell(path, {
      type: 'DELETED',
      object: { ...object, metadata: { ...object.metadata, resourceVersion } },
    });
  }

  /** Ends the watches whose time is over. */
  endDueWatches(): void {
    for (const watch of this.#watches) {
      if (watch.endsAt > this.#localNow()) continue;
      watch.isOver = true;
      watch.wake?.();
    }
  }

  /** Whether so many watches are open and none has anything left to read. */
  isIdle(watches: number): boolean {
    const open = [...this.#watches];
    return (
      open.length === watches &&
      open.every(({ wake, lines }) => wake && lines.length === 0)
    );
  }

  #list(url: URL): ClusterResponse {
    return this.#answer(
      bytes({
        metadata: { resourceVersion: String(this.#version) },
        items: [...this.#collection(url.pathname).values()],
      }),
    );
  }

  #watch(url: URL, signal: AbortSignal): ClusterResponse {
    const from = Number(url.searchParams.get('resourceVersion'));
    const seconds = Number(url.searchParams.get('timeoutSeconds'));
    const watch: OpenWatch = {
      path: url.pathname,
      endsAt: this.#localNow() + seconds * 1000,
      lines: (this.#history.get(url.pathname) ?? [])
        .filter(({ version }) => version > from)
        .map(({ line }) => Buffer.from(line)),
    };
    this.#watches.add(watch);
    return this.#answer(this.#linesOf(watch, signal));
  }

  async *#linesOf(
    watch: OpenWatch,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        signal.throwIfAborted();
        if (watch.lines.length > 0) {
          yield Buffer.concat(watch.lines.splice(0));
        } else if (watch.isOver) {
          return;
        } else {
          await new Promise<void>(resolve => {
            watch.wake = resolve;
            signal.addEventListener('abort', () => resolve(), { once: true });
          });
          watch.wake = undefined;
        }
      }
    } finally {
      this.#watches.delete(watch);
    }
  }

  #answer(body: AsyncIterable<Uint8Array>): ClusterResponse {
    const date = new Date(this.now).toUTCString();
    return {
      status: 200,
      header: name => (name === 'date' ? date : undefined),
      body,
    };
  }

  #tell(path: string, event: object): void {
    const line = `${JSON.stringify(event)}\n`;
    const history = this.#history.get(path) ?? [];
    this.#history.set(path, history);
    history.push({ version: this.#version, line });
    for (const watch of this.#watches) {
      if (watch.path !== path) continue;
      watch.lines.push(Buffer.from(line));
      watch.wake?.();
    }
  }

  #collection(path: string): Map<string, KubernetesObject> {
    const objects = this.#collections.get(path) ?? new Map();
    this.#collections.set(path, objects);
    return objects;
  }
}

async function* bytes(value: object): AsyncGenerator<Uint8Array> {
  yield Buffer.from(JSON.stringify(value));
}
