import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RecordedLine, Recording } from './Recording';

const BOOKMARK_MS = 60_000;
const POLL_MS = 20;
/** Nobody asked anything new for so long: whoever reads this cluster has read it. */
const QUIET_MS = 1_500;

/** What somebody asked of one cluster. */
export interface Asked {
  requests: number;
  /** As sent, without TLS and headers. */
  bytes: number;
  lists: string[];
  watches: string[];
}

interface Watch {
  cluster: string;
  path: string;
  response: ServerResponse;
}

interface Door {
  opened: Promise<void>;
  open(): void;
}

/**
 * Serves a recording as any number of clusters, over HTTPS: the bytes of a real API server without the work of one. Until it is opened,
 * requests wait.
 */
export class RecordedApiServer {
  readonly #recording: Recording;
  readonly #server: https.Server;
  readonly #watches = new Set<Watch>();
  readonly #asked = new Map<string, Asked>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #doors = new Map<string, Door>();
  #resourceVersion: number;
  #askedAt = 0;
  #watchedAt = 0;

  static async start(recording: Recording): Promise<RecordedApiServer> {
    const server = new RecordedApiServer(recording);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  private constructor(recording: Recording) {
    this.#recording = recording;
    this.#resourceVersion = Math.max(
      ...recording.index.lists.map(list => Number(list.resourceVersion)),
    );
    this.#server = https.createServer(
      {
        cert: recording.file('apiserver.crt'),
        key: recording.file('apiserver.key'),
        keepAliveTimeout: 120_000,
      },
      (request, response) => {
        this.#answer(request, response).catch(error => {
          process.stderr.write(`${request.url}: ${error.stack}\n`);
          response.destroy();
        });
      },
    );
  }

  /** Writes a kubeconfig of one of its clusters. */
  async kubeconfig(cluster: string, directory: string): Promise<string> {
    const { port } = this.#server.address() as AddressInfo;
    const file = path.join(directory, `${cluster}.kubeconfig`);
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': cluster,
      clusters: [
        {
          name: cluster,
          cluster: {
            server: `https://127.0.0.1:${port}/${cluster}`,
            'certificate-authority-data': this.#recording
              .file('ca.crt')
              .toString('base64'),
          },
        },
      ],
      users: [{ name: 'bench', user: { token: 'bench' } }],
      contexts: [{ name: cluster, context: { cluster, user: 'bench' } }],
    };
    // JSON is YAML.
    await writeFile(file, JSON.stringify(config));
    return file;
  }

  /** Lets what waits, and all that comes, be answered. */
  open(cluster: string): void {
    this.#door(cluster).open();
  }

  /** What comes now waits, and what was asked so far is forgotten. */
  shut(cluster: string): void {
    this.#doors.delete(cluster);
    this.#asked.delete(cluster);
  }

  asked(cluster: string): Asked {
    const asked = this.#asked.get(cluster) ?? {
      requests: 0,
      bytes: 0,
      lists: [],
      watches: [],
    };
    this.#asked.set(cluster, asked);
    return asked;
  }

  /**
   * Until all that was listed is watched, and nobody asks any more: whoever stores what was listed before it watches has then stored all.
   * @returns when the last watch was opened, as `performance.now()`
   */
  async read(clusters: readonly string[]): Promise<number> {
    for (;;) {
      await delay(POLL_MS);
      const isRead = clusters.every(cluster => {
        const { lists, watches } = this.asked(cluster);
        return (
          watches.length > 0 && lists.every(list => watches.includes(list))
        );
      });
      if (isRead && performance.now() - this.#askedAt > QUIET_MS) {
        return this.#watchedAt;
      }
    }
  }

  /**
   * Sends lines of watches at the pace at which they were recorded, their times moved to now.
   * @param range - which part of the recording, in its milliseconds
   * @returns how many were sent
   */
  async play(
    cluster: string,
    lines: readonly RecordedLine[],
    {
      recordedAt,
      range,
    }: { recordedAt: string; range: { from: number; to: number } },
  ): Promise<{ lines: number; bytes: number }> {
    const begun = performance.now();
    const shiftMs = Date.now() - range.from - Date.parse(recordedAt);
    const moved = lines
      .filter(({ at }) => at >= range.from && at < range.to)
      .map(line => ({
        ...line,
        line: laterBy(line.line, shiftMs, Date.parse(recordedAt)),
      }));
    let bytes = 0;
    for (const { at, path: collection, line } of moved) {
      const due = begun + at - range.from;
      if (due - performance.now() > 1) await delay(due - performance.now());
      this.#resourceVersion = Math.max(this.#resourceVersion, versionOf(line));
      bytes += Buffer.byteLength(line) + 1;
      this.#send(cluster, collection, line);
    }
    await delay(Math.max(0, begun + range.to - range.from - performance.now()));
    return { lines: moved.length, bytes };
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const url = new URL(request.url!, 'https://localhost');
    const [, cluster, rest] = /^\/([^/]+)(\/.*)$/.exec(url.pathname)!;
    await this.#door(cluster).opened;
    const asked = this.asked(cluster);
    asked.requests++;
    this.#askedAt = performance.now();
    const list = this.#recording.list(rest);
    if (!list) {
      const document = this.#recording.index.documents[rest];
      const text =
        document ??
        JSON.stringify({ kind: 'Status', code: 404, reason: 'NotFound' });
      asked.bytes += text.length;
      response
        .writeHead(document ? 200 : 404, { 'content-type': 'application/json' })
        .end(text);
      return;
    }
    if (url.searchParams.get('watch') === 'true') {
      asked.watches.push(rest);
      this.#watchedAt = performance.now();
      this.#watch({ cluster, path: rest, response }, url);
      return;
    }
    if (!asked.lists.includes(rest)) asked.lists.push(rest);
    const zipped = this.#body(rest, url.searchParams);
    const wantsZipped = request.headers['accept-encoding']?.includes('gzip');
    const body = wantsZipped || !isZipped(zipped) ? zipped : gunzipSync(zipped);
    asked.bytes += body.length;
    response
      .writeHead(200, {
        'content-type': 'application/json',
        ...(isZipped(body) ? { 'content-encoding': 'gzip' } : {}),
      })
      .end(body);
  }

  #door(cluster: string): Door {
    const door = this.#doors.get(cluster) ?? closedDoor();
    this.#doors.set(cluster, door);
    return door;
  }

  #body(collection: string, query: URLSearchParams): Buffer {
    const list = this.#recording.list(collection)!;
    if (query.get('limit') === '1') {
      const { resourceVersion } = list;
      return Buffer.from(
        JSON.stringify({
          kind: 'List',
          metadata: { resourceVersion },
          items: [],
        }),
      );
    }
    if (!query.has('limit')) return this.#recording.file(list.whole);
    const token = query.get('continue');
    const index = token
      ? list.pages.findIndex(({ next }) => next === token) + 1
      : 0;
    return this.#recording.file(list.pages[index].file);
  }

  #watch(watch: Watch, url: URL): void {
    const { response } = watch;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    this.#watches.add(watch);
    const bookmarks = setInterval(
      () => this.#send(watch.cluster, watch.path, this.#bookmark()),
      BOOKMARK_MS,
    );
    const seconds = Number(url.searchParams.get('timeoutSeconds') ?? 3600);
    const end = setTimeout(() => {
      this.#watches.delete(watch);
      response.end();
    }, seconds * 1000);
    this.#timers.add(bookmarks).add(end);
    response.on('close', () => {
      this.#watches.delete(watch);
      for (const timer of [bookmarks, end]) {
        clearInterval(timer);
        this.#timers.delete(timer);
      }
    });
  }

  #bookmark(): string {
    return JSON.stringify({
      type: 'BOOKMARK',
      object: {
        metadata: {
          resourceVersion: String(this.#resourceVersion),
          creationTimestamp: null,
        },
      },
    });
  }

  #send(cluster: string, collection: string, line: string): void {
    for (const watch of this.#watches) {
      if (watch.cluster !== cluster || watch.path !== collection) continue;
      watch.response.write(`${line}\n`);
      this.asked(cluster).bytes += line.length + 1;
    }
  }
}

function closedDoor(): Door {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { opened, open };
}

function isZipped(body: Buffer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

function versionOf(line: string): number {
  return Number(/"resourceVersion":"(\d+)"/.exec(line)?.[1] ?? 0);
}

/** Times since the recording began are moved; those of the objects' past stay. */
function laterBy(line: string, ms: number, since: number): string {
  return line.replace(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/g, quoted => {
    const time = Date.parse(quoted.slice(1, -1));
    return time < since - 1000
      ? quoted
      : `"${new Date(time + ms).toISOString().slice(0, 19)}Z"`;
  });
}
