import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** An object as a test writes it down. */
export type ClusterObject = Record<string, unknown> & {
  metadata: { name: string; namespace?: string } & Record<string, unknown>;
};

const json = { 'Content-Type': 'application/json' };

/**
 * As much of an API server as a source needs that lists and watches: what is put into it comes in lists and, to those that watch, as
 * changes.
 */
export class ListedCluster {
  readonly #server: http.Server;
  readonly #objects = new Map<string, Map<string, ClusterObject>>();
  readonly #watchers = new Set<{
    path: string;
    response: http.ServerResponse;
  }>();
  #version = 100;

  static async start(): Promise<ListedCluster> {
    const cluster = new ListedCluster();
    await new Promise<void>(resolve =>
      cluster.#server.listen(0, '127.0.0.1', resolve),
    );
    return cluster;
  }

  private constructor() {
    this.#server = http.createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://cluster');
      if (url.searchParams.get('watch')) {
        response.writeHead(200, json).flushHeaders();
        this.#watchers.add({ path: url.pathname, response });
        return;
      }
      const items = [...(this.#objects.get(url.pathname)?.values() ?? [])];
      response.writeHead(200, json).end(
        JSON.stringify({
          metadata: { resourceVersion: String(this.#version) },
          items,
        }),
      );
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  watches(path: string): boolean {
    return [...this.#watchers].some(watcher => watcher.path === path);
  }

  put(path: string, draft: ClusterObject): void {
    const objects = this.#objects.get(path) ?? new Map<string, ClusterObject>();
    this.#objects.set(path, objects);
    const key = `${draft.metadata.namespace}/${draft.metadata.name}`;
    const object = {
      ...draft,
      metadata: {
        uid: `${path}/${key}`,
        creationTimestamp: '2026-11-19T01:00:00Z',
        ...draft.metadata,
        resourceVersion: String(++this.#version),
        generation: this.#version,
      },
    };
    const type = objects.has(key) ? 'MODIFIED' : 'ADDED';
    objects.set(key, object);
    this.#send(path, { type, object });
  }

  delete(path: string, name: string): void {
    for (const [key, object] of this.#objects.get(path) ?? []) {
      if (object.metadata.name !== name) continue;
      this.#objects.get(path)!.delete(key);
      const metadata = {
        ...object.metadata,
        resourceVersion: String(++this.#version),
      };
      this.#send(path, { type: 'DELETED', object: { ...object, metadata } });
    }
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #send(path: string, event: object): void {
    for (const watcher of this.#watchers) {
      if (watcher.path !== path) continue;
      watcher.response.write(`${JSON.stringify(event)}\n`);
    }
  }
}
