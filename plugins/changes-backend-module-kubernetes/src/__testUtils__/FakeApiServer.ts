import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { ClusterTransport } from '../clusters';
import type { KubernetesObject } from '../kinds';

interface LogEntry {
  path: string;
  version: number;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubernetesObject;
}

interface Watcher {
  path: string;
  response: http.ServerResponse;
}

type Answer = (
  request: http.IncomingMessage,
  response: http.ServerResponse,
) => void;

/**
 * The parts of an API server that a reflector meets: paged lists, watches that go on from a resourceVersion, bookmarks, 410 for what is
 * forgotten, and all that can break.
 */
export class FakeApiServer {
  readonly requests: URL[] = [];
  readonly #now: () => number;
  readonly #server: http.Server;
  readonly #objects = new Map<string, Map<string, KubernetesObject>>();
  readonly #log: LogEntry[] = [];
  readonly #watchers = new Set<Watcher>();
  /** By the beginning of a path; a function that answers instead. */
  readonly #broken = new Map<string, Answer>();
  /** A watch is cut when it has told so much of what it remembers. */
  cutAfterLines = Infinity;
  #version = 100;
  #oldest = 0;
  #uid = 0;

  static async start(options: { now: () => number }): Promise<FakeApiServer> {
    const server = new FakeApiServer(options.now);
    await new Promise<void>(resolve =>
      server.#server.listen(0, '127.0.0.1', resolve),
    );
    return server;
  }

  private constructor(now: () => number) {
    this.#now = now;
    this.#server = http.createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://fake');
      this.requests.push(url);
      response.setHeader('Date', new Date(this.#now()).toUTCString());
      const broken = [...this.#broken].find(([path]) =>
        url.pathname.startsWith(path),
      );
      if (broken) broken[1](request, response);
      else if (url.searchParams.get('watch')) this.#watch(url, response);
      else this.#list(url, request, response);
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  get transport(): ClusterTransport {
    return {
      get: async (path, { signal, encoding }) => {
        const response = await fetch(this.url + path, {
          signal,
          headers: { 'Accept-Encoding': encoding },
        });
        return {
          status: response.status,
          header: name => response.headers.get(name) ?? undefined,
          body: response.body!,
        };
      },
    };
  }

  /** Open watches of a collection. */
  watchers(path: string): number {
    return [...this.#watchers].filter(watcher => watcher.path === path).length;
  }

  lists(path: string): number {
    return this.requests.filter(
      url =>
        url.pathname === path &&
        !url.searchParams.get('watch') &&
        url.searchParams.get('limit') !== '1',
    ).length;
  }

  /** Creates or replaces by namespace and name, and tells the watches. */
  put(path: string, object: Draft): KubernetesObject {
    const objects = this.#collection(path);
    const key = keyOf(object.metadata);
    const before = objects.get(key);
    const next = {
      ...object,
      metadata: {
        uid: before?.metadata.uid ?? `uid-${++this.#uid}`,
        creationTimestamp:
          before?.metadata.creationTimestamp ?? this.#timestamp(),
        ...object.metadata,
        resourceVersion: String(++this.#version),
      },
    } as KubernetesObject;
    objects.set(key, next);
    this.#record(path, before ? 'MODIFIED' : 'ADDED', next);
    return next;
  }

  delete(path: string, metadata: { namespace?: string; name: string }): void {
    const objects = this.#collection(path);
    const object = objects.get(keyOf(metadata));
    if (!object) throw new Error(`no ${metadata.name} at ${path}`);
    objects.delete(keyOf(metadata));
    this.#record(path, 'DELETED', {
      ...object,
      metadata: {
        ...object.metadata,
        resourceVersion: String(++this.#version),
      },
    });
  }

  bookmark(path: string): void {
    this.#send(path, {
      type: 'BOOKMARK',
      object: { metadata: { resourceVersion: String(this.#version) } },
    });
  }

  /** Sends a line as it is. */
  raw(path: string, line: string): void {
    for (const watcher of this.#of(path)) watcher.response.write(line);
  }

  endWatches(path: string): void {
    for (const watcher of this.#of(path)) {
      this.#watchers.delete(watcher);
      watcher.response.end();
    }
  }

  cutConnections(): void {
    this.#watchers.clear();
    this.#server.closeAllConnections();
  }

  /** Forgets all that watches could go on from. */
  compact(): void {
    this.#oldest = ++this.#version;
    this.#log.length = 0;
  }

  breakWith(path: string, answer: Answer): void {
    this.#broken.set(path, answer);
  }

  breakWithStatus(
    path: string,
    status: number,
    headers: http.OutgoingHttpHeaders = {},
  ): void {
    this.breakWith(path, (_, response) => {
      response.writeHead(status, {
        'Content-Type': 'application/json',
        ...headers,
      });
      response.end(
        JSON.stringify({ kind: 'Status', code: status, message: 'no' }),
      );
    });
  }

  repair(path: string): void {
    this.#broken.delete(path);
  }

  async stop(): Promise<void> {
    this.cutConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #list(
    url: URL,
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): void {
    const items = [...this.#collection(url.pathname).values()];
    const limit = Number(url.searchParams.get('limit') ?? items.length);
    const [version, from] = (
      url.searchParams.get('continue') ?? `${this.#version}:0`
    )
      .split(':')
      .map(Number);
    if (version < this.#oldest) {
      this.#gone(response);
      return;
    }
    const to = from + limit;
    const body = JSON.stringify({
      kind: 'List',
      metadata: {
        resourceVersion: String(version),
        ...(to < items.length ? { continue: `${version}:${to}` } : {}),
      },
      items: items.slice(from, to),
    });
    const isGzip = /gzip/.test(String(request.headers['accept-encoding']));
    response.writeHead(200, {
      'Content-Type': 'application/json',
      ...(isGzip ? { 'Content-Encoding': 'gzip' } : {}),
    });
    response.end(isGzip ? gzipSync(body) : body);
  }

  #watch(url: URL, response: http.ServerResponse): void {
    const from = Number(url.searchParams.get('resourceVersion'));
    if (from < this.#oldest) {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(
        `${JSON.stringify({
          type: 'ERROR',
          object: { kind: 'Status', code: 410, message: 'too old' },
        })}\n`,
      );
      return;
    }
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.flushHeaders();
    const watcher = { path: url.pathname, response };
    const remembered = this.#log.filter(
      ({ path, version }) => path === url.pathname && version > from,
    );
    for (const { type, object } of remembered.slice(0, this.cutAfterLines)) {
      response.write(`${JSON.stringify({ type, object })}\n`);
    }
    if (remembered.length > this.cutAfterLines) {
      response.write('{', () => response.destroy());
      return;
    }
    this.#watchers.add(watcher);
    response.on('close', () => this.#watchers.delete(watcher));
  }

  #gone(response: http.ServerResponse): void {
    response.writeHead(410, { 'Content-Type': 'application/json' });
    response.end(
      JSON.stringify({ kind: 'Status', code: 410, message: 'gone' }),
    );
  }

  #record(
    path: string,
    type: LogEntry['type'],
    object: KubernetesObject,
  ): void {
    this.#log.push({ path, version: this.#version, type, object });
    this.#send(path, { type, object });
  }

  #send(path: string, event: object): void {
    this.raw(path, `${JSON.stringify(event)}\n`);
  }

  #of(path: string): Watcher[] {
    return [...this.#watchers].filter(watcher => watcher.path === path);
  }

  #collection(path: string): Map<string, KubernetesObject> {
    const objects = this.#objects.get(path) ?? new Map();
    this.#objects.set(path, objects);
    return objects;
  }

  #timestamp(): string {
    return new Date(Math.floor(this.#now() / 1000) * 1000)
      .toISOString()
      .replace('.000Z', 'Z');
  }
}

/** An object without what the server adds. */
export type Draft = Record<string, unknown> & {
  metadata: { name: string; namespace?: string } & Record<string, unknown>;
};

function keyOf({ namespace, name }: { namespace?: string; name: string }) {
  return `${namespace ?? ''}/${name}`;
}
