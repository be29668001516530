import {
  type IncomingMessage,
  type ServerResponse,
  createServer,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { KubernetesObject, Recording, Scene } from './Recording.ts';
import type { ToldEvent } from './ReplayStore.ts';
import { ReplayStore } from './ReplayStore.ts';
import { StoryClock } from './StoryClock.ts';
import { type Address, filterOf, parsePath } from './address.ts';
import {
  META_VERSION,
  type Refusal,
  partial,
  refuse,
  send,
  status,
  wantsMetadata,
  withoutType,
} from './answer.ts';
import { RECORDED_KINDS, apiVersionOf } from './kinds.ts';

const WATCH_TIMEOUT_SECONDS = 1800;
const DEFAULT_BOOKMARK_SECONDS = 5;
/** No gap of the recording is played longer. */
const LONGEST_GAP_MS = 250;
const DEFAULT_SPEED = 20;
const POLL_MS = 20;

/**
 * An API server that tells a recording as if it had just happened: the first lists are the state when the recording began, the rest comes
 * by watch while {@link ReplayServer.play} runs. Only reads, as Ripple should: it refuses and counts everything else.
 */
export class ReplayServer {
  readonly #store: ReplayStore;
  readonly #scenes: Scene[];
  readonly #gitVersion: string;
  readonly #token: string | undefined;
  readonly #forbidden: ReadonlySet<string>;
  readonly #bookmarkMs: number;
  readonly #watched = new Set<string>();
  readonly #snapshots = new Map<
    string,
    { revision: number; rest: KubernetesObject[] }
  >();
  readonly #http = createServer((request, response) =>
    this.#answer(request, response),
  );
  #writes = 0;

  /** Listens on a free port of the loopback. */
  static async start(options: {
    recording: Recording;
    /** Told times end here; epoch milliseconds. */
    now: number;
    /** The bearer token that is asked for. */
    token?: string;
    /** Resources, e.g. `configmaps`, that may not be read. */
    forbidden?: string[];
    bookmarkSeconds?: number;
  }): Promise<ReplayServer> {
    const server = new ReplayServer(options);
    await new Promise<void>((resolve, reject) => {
      server.#http.once('error', reject);
      server.#http.listen(0, '127.0.0.1', resolve);
    });
    return server;
  }

  private constructor(options: Parameters<typeof ReplayServer.start>[0]) {
    const { recording, now } = options;
    const { scenes, endedAt } = recording;
    const clock = StoryClock.create({ scenes, endedAt, now });
    this.#store = ReplayStore.create({ recording, clock });
    this.#scenes = scenes;
    this.#gitVersion = recording.gitVersion;
    this.#token = options.token;
    this.#forbidden = new Set(options.forbidden);
    this.#bookmarkMs =
      (options.bookmarkSeconds ?? DEFAULT_BOOKMARK_SECONDS) * 1000;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  /** The resourceVersion of a list made now. */
  get revision(): number {
    return this.#store.revision;
  }

  /** How often something else than a read was tried. */
  get writes(): number {
    return this.#writes;
  }

  /** A kubeconfig with one context, named as given. */
  kubeconfig(name: string): object {
    return {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      clusters: [
        {
          name,
          // Without it clients refuse a server without TLS.
          cluster: { server: this.url, 'insecure-skip-tls-verify': true },
        },
      ],
      users: [{ name, user: { token: this.#token ?? 'none' } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
    };
  }

  /** Resolves when every kind that may be read is being watched. */
  async watched(signal: AbortSignal): Promise<void> {
    const wanted = RECORDED_KINDS.map(({ resource }) => resource).filter(
      resource => !this.#forbidden.has(resource),
    );
    while (!wanted.every(resource => this.#watched.has(resource))) {
      await delay(POLL_MS, undefined, { signal });
    }
  }

  /**
   * Tells what happened up to the begin of a scene, or all of it.
   * @param options - `speed`: so many times faster than it was.
   */
  async play(
    options: { until?: string; speed?: number; signal?: AbortSignal } = {},
  ): Promise<void> {
    const { until, speed = DEFAULT_SPEED, signal } = options;
    const end = until ? this.#startOf(until) : Infinity;
    let last = this.#store.nextAt ?? Infinity;
    for (;;) {
      const next = this.#store.nextAt;
      if (next === undefined || next >= end) return;
      const gapMs = Math.min(Math.max(next - last, 0) / speed, LONGEST_GAP_MS);
      if (gapMs >= 1) await delay(gapMs, undefined, { signal });
      last = next;
      this.#store.step();
    }
  }

  /** From now on, whoever asks for a revision before the present one is told 410. */
  compact(): void {
    this.#store.compact();
    this.#snapshots.clear();
  }

  async close(): Promise<void> {
    const closed = new Promise(resolve => this.#http.close(resolve));
    this.#http.closeAllConnections();
    await closed;
  }

  #startOf(name: string): number {
    const scene = this.#scenes.find(candidate => candidate.name === name);
    if (!scene) throw new Error(`the recording has no scene '${name}'`);
    return Date.parse(scene.startedAt);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    if (
      this.#token !== undefined &&
      request.headers.authorization !== `Bearer ${this.#token}`
    ) {
      return refuse(response, [401, 'Unauthorized', 'Unauthorized']);
    }
    if (request.method !== 'GET') {
      this.#writes += 1;
      return refuse(response, [
        405,
        'MethodNotAllowed',
        'the server does not allow this method on the requested resource',
      ]);
    }
    if (url.pathname === '/version') {
      const [, major, minor] = /^v(\d+)\.(\d+)/.exec(this.#gitVersion) ?? [];
      return send(request, response, {
        major,
        minor,
        gitVersion: this.#gitVersion,
      });
    }
    const address = parsePath(url.pathname);
    if (!address || !this.#store.has(address.kind.resource)) {
      return refuse(response, [
        404,
        'NotFound',
        'the server could not find the requested resource',
      ]);
    }
    const { group, resource } = address.kind;
    if (this.#forbidden.has(resource)) {
      const message = `${resource} is forbidden: User "replay" cannot list resource "${resource}" in API group "${group}" at the cluster scope`;
      return refuse(response, [403, 'Forbidden', message]);
    }
    if (address.name !== undefined)
      return this.#get(request, response, address);
    const isWatch = /^(1|true)$/.test(url.searchParams.get('watch') ?? '');
    return isWatch
      ? this.#watch(request, response, address, url.searchParams)
      : this.#list(request, response, address, url.searchParams);
  }

  #get(
    request: IncomingMessage,
    response: ServerResponse,
    { kind, namespace, name }: Address,
  ): void {
    const object = this.#store
      .list(kind.resource)
      .find(
        ({ metadata }) =>
          metadata.name === name && metadata.namespace === namespace,
      );
    if (object) send(request, response, object);
    else
      refuse(response, [
        404,
        'NotFound',
        `${kind.resource} "${name}" not found`,
      ]);
  }

  #list(
    request: IncomingMessage,
    response: ServerResponse,
    address: Address,
    query: URLSearchParams,
  ): void {
    const matches = filterOf(address, query);
    if (!matches) return refuse(response, unknownSelector());
    const token = query.get('continue');
    const snapshot = token
      ? this.#snapshots.get(token)
      : {
          revision: this.#store.revision,
          rest: this.#store.list(address.kind.resource).filter(matches),
        };
    if (!snapshot) {
      return refuse(response, [
        410,
        'Expired',
        'The provided continue parameter is too old to display a consistent list result.',
      ]);
    }
    const limit = Number(query.get('limit') ?? 0) || Infinity;
    const page = snapshot.rest.slice(0, limit);
    const rest = snapshot.rest.slice(page.length);
    const metadata: Record<string, unknown> = {
      resourceVersion: String(snapshot.revision),
    };
    if (rest.length > 0) {
      const next = `${snapshot.revision}-${this.#snapshots.size}`;
      this.#snapshots.set(next, { revision: snapshot.revision, rest });
      metadata.continue = next;
      metadata.remainingItemCount = rest.length;
    }
    const isPartial = wantsMetadata(request);
    return send(request, response, {
      kind: isPartial
        ? 'PartialObjectMetadataList'
        : `${address.kind.kind}List`,
      apiVersion: isPartial ? META_VERSION : apiVersionOf(address.kind),
      metadata,
      // Items of a list come without their type.
      items: page.map(item => (isPartial ? partial(item) : withoutType(item))),
    });
  }

  #watch(
    request: IncomingMessage,
    response: ServerResponse,
    address: Address,
    query: URLSearchParams,
  ): void {
    const { resource } = address.kind;
    const matches = filterOf(address, query);
    // An object that begins or ceases to match would have to be told as added or deleted.
    if (!matches || query.has('labelSelector')) {
      refuse(response, unknownSelector());
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
    const shape = wantsMetadata(request)
      ? partial
      : (object: KubernetesObject) => object;
    const tell = (type: string, object: object) =>
      response.write(`${JSON.stringify({ type, object })}\n`);
    const tellEvent = (event: ToldEvent) => {
      if (event.resource === resource && matches(event.object)) {
        tell(event.type, shape(event.object));
      }
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
    const bookmarks = setInterval(bookmark, this.#bookmarkMs);
    const seconds =
      Number(query.get('timeoutSeconds')) || WATCH_TIMEOUT_SECONDS;
    const timeout = setTimeout(() => {
      bookmark();
      response.end();
    }, seconds * 1000);
    response.on('close', () => {
      stopListening();
      clearInterval(bookmarks);
      clearTimeout(timeout);
    });
    this.#watched.add(resource);
  }
}

function unknownSelector(): Refusal {
  return [400, 'BadRequest', 'the replay does not offer this selector'];
}
