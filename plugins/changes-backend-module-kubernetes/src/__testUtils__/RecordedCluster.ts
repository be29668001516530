import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { ClusterResponse, ClusterTransport } from '../clusters';
import { kubernetesObject, type KubernetesObject } from '../kinds';

const FOLDER = path.join(__dirname, '..', '__fixtures__', 'recorded');

const list = z.object({
  kind: z.string(),
  metadata: z.object({ resourceVersion: z.string() }),
  items: z.array(kubernetesObject),
});
const noted = z.object({
  at: z.number(),
  answer: z.union([
    z.object({ type: z.literal('LIST'), object: list }),
    z.object({
      type: z.enum(['ADDED', 'MODIFIED', 'DELETED']),
      object: kubernetesObject,
    }),
  ]),
});

/** What a watch told, and when it came, in milliseconds since 1970. */
export interface RecordedEvent {
  collection: string;
  at: number;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubernetesObject;
}

interface Collection {
  listed: KubernetesObject[];
  version: number;
  events: RecordedEvent[];
  end: KubernetesObject[];
}

interface OpenWatch {
  lines: string[];
  collection: string;
  isCut: boolean;
  wake?: () => void;
}

/** A recorded API server, which tells again what it told then. */
export class RecordedCluster {
  /** What happened, in its order. */
  readonly events: readonly RecordedEvent[];
  readonly #localNow: () => number;
  readonly #collections: ReadonlyMap<string, Collection>;
  readonly #watches = new Set<OpenWatch>();
  #told = 0;
  /** What a watch cannot go on from any more. */
  #forgottenTo = 0;

  static load(options: { localNow: () => number }): RecordedCluster {
    const collections = readdirSync(FOLDER)
      .filter(name => name.endsWith('.jsonl.gz'))
      .map(name => [name.split('.')[0], readCollection(name)] as const);
    return new RecordedCluster(new Map(collections), options.localNow);
  }

  private constructor(
    collections: ReadonlyMap<string, Collection>,
    localNow: () => number,
  ) {
    this.#collections = collections;
    this.#localNow = localNow;
    this.events = [...collections.values()]
      .flatMap(({ events }) => events)
      .sort((a, b) => a.at - b.at || versionOf(a) - versionOf(b));
  }

  readonly transport: ClusterTransport = {
    get: async (address, { signal }) => {
      const url = new URL(address, 'http://recorded');
      const collection = path.basename(url.pathname);
      if (!url.searchParams.get('watch')) {
        return this.#answer(200, once(this.#list(collection)));
      }
      const from = Number(url.searchParams.get('resourceVersion'));
      return this.#hasForgotten(collection, from)
        ? this.#answer(410, once({ code: 410, message: 'too old' }))
        : this.#answer(200, this.#watch(collection, from, signal));
    },
  };

  /** A collection's objects as they were listed at first. */
  begin(collection: string): readonly KubernetesObject[] {
    return this.#collections.get(collection)!.listed;
  }

  /** The versions of a collection's objects in the end, as they were listed then, by uid. */
  end(collection: string): Map<string, string> {
    return new Map(
      this.#collections
        .get(collection)!
        .end.map(({ metadata }) => [metadata.uid, metadata.resourceVersion]),
    );
  }

  /** Tells the next event. */
  tell(): void {
    const event = this.events[this.#told++];
    for (const watch of this.#watches) {
      if (watch.collection !== event.collection) continue;
      watch.lines.push(lineOf(event));
      watch.wake?.();
    }
  }

  /** Cuts all watches; whoever opens them again gets what was told meanwhile. */
  cut(): void {
    for (const watch of this.#watches) {
      watch.isCut = true;
      watch.wake?.();
    }
  }

  /** Watches cannot go on from before what has been told so far. */
  forget(): void {
    this.#forgottenTo = Math.max(
      ...this.events.slice(0, this.#told).map(versionOf),
    );
  }

  /** Whether its readers have taken in all that it told. */
  isIdle(watches: number): boolean {
    return (
      this.#watches.size === watches &&
      [...this.#watches].every(({ wake, lines }) => wake && lines.length === 0)
    );
  }

  #toldOf(collection: string): RecordedEvent[] {
    return this.events
      .slice(0, this.#told)
      .filter(event => event.collection === collection);
  }

  #versionOf(collection: string): number {
    const { version = 1 } = this.#collections.get(collection) ?? {};
    return Math.max(version, ...this.#toldOf(collection).map(versionOf));
  }

  #hasForgotten(collection: string, from: number): boolean {
    const version = this.#versionOf(collection);
    return from < version && version <= this.#forgottenTo;
  }

  #list(collection: string): object {
    const objects = new Map(
      this.#collections
        .get(collection)
        ?.listed.map(object => [object.metadata.uid, object]),
    );
    for (const { type, object } of this.#toldOf(collection)) {
      if (type === 'DELETED') objects.delete(object.metadata.uid);
      else objects.set(object.metadata.uid, object);
    }
    return {
      metadata: { resourceVersion: String(this.#versionOf(collection)) },
      items: [...objects.values()],
    };
  }

  async *#watch(
    collection: string,
    from: number,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    const lines = this.#toldOf(collection)
      .filter(event => versionOf(event) > from)
      .map(lineOf);
    const watch: OpenWatch = { collection, lines, isCut: false };
    this.#watches.add(watch);
    try {
      for (;;) {
        signal.throwIfAborted();
        if (watch.isCut) throw new Error('cut');
        if (lines.length > 0) {
          yield Buffer.from(lines.splice(0).join(''));
          continue;
        }
        await new Promise<void>(resolve => {
          watch.wake = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
        watch.wake = undefined;
      }
    } finally {
      this.#watches.delete(watch);
    }
  }

  #answer(status: number, body: AsyncIterable<Uint8Array>): ClusterResponse {
    const date = new Date(this.#localNow()).toUTCString();
    return {
      status,
      header: name => (name === 'date' ? date : undefined),
      body,
    };
  }
}

function readCollection(file: string): Collection {
  const [collection] = file.split('.');
  const lines = gunzipSync(readFileSync(path.join(FOLDER, file)))
    .toString('utf8')
    .trim()
    .split('\n')
    .map(text => noted.parse(JSON.parse(text)));
  const [first, last] = [lines[0].answer, lines[lines.length - 1].answer];
  if (first.type !== 'LIST' || last.type !== 'LIST') {
    throw new Error(`${file} lacks a list`);
  }
  return {
    listed: first.object.items,
    end: last.object.items,
    version: Number(first.object.metadata.resourceVersion),
    events: lines.flatMap(({ at, answer }) =>
      answer.type === 'LIST'
        ? []
        : [{ collection, at, type: answer.type, object: answer.object }],
    ),
  };
}

function versionOf({ object }: RecordedEvent): number {
  return Number(object.metadata.resourceVersion);
}

function lineOf({ type, object }: RecordedEvent): string {
  return `${JSON.stringify({ type, object })}\n`;
}

async function* once(value: object): AsyncGenerator<Uint8Array> {
  yield Buffer.from(JSON.stringify(value));
}
