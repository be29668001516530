import {
  type IncomingMessage,
  type Server,
  type ServerResponse,
  createServer,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { isForThisMachine } from '../../localHost.ts';
import { type Address, decoded, parsePath } from './address.ts';
import { type ApiUser, refusalFor, userOf } from './access.ts';
import {
  NOTHING_SERVED,
  type Refusal,
  notFound,
  partial,
  refuse,
  send,
  wantsMetadata,
} from './answer.ts';
import { discover } from './discovery.ts';
import { Lists } from './Lists.ts';
import { openApi } from './openApi.ts';
import { type ReadQuery, readQuery } from './readQuery.ts';
import type { ResourceStore } from './ResourceStore.ts';
import { scaleOf } from './scale.ts';
import { tableOf, wantsTable } from './table.ts';
import { Watches } from './Watches.ts';
import { type AnswerWrite, type WriteRequest, answerWrite } from './writing.ts';

const HOST = '127.0.0.1';
const WRITE_VERBS: Record<string, WriteRequest['verb']> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

const MISDIRECTED: Refusal = [
  421,
  'MisdirectedRequest',
  'this server has another name',
];
const NOT_ALLOWED: Refusal = [
  405,
  'MethodNotAllowed',
  'the server does not allow this method on the requested resource',
];

/** Serves what a store holds as an API server of Kubernetes does. */
export class ApiServer {
  readonly #store: ResourceStore;
  readonly #users: readonly ApiUser[];
  readonly #gitVersion: string;
  readonly #now: () => number;
  readonly #write: AnswerWrite | undefined;
  readonly #lists: Lists;
  readonly #watches: Watches;
  readonly #http: Server;
  #port = 0;
  #refusedWrites = 0;

  /** Listens on the loopback. */
  static async start(options: {
    store: ResourceStore;
    users: readonly ApiUser[];
    gitVersion: string;
    /** The clock of its `Date` headers; epoch milliseconds. */
    now: () => number;
    /** A free one is taken without it. */
    port?: number;
    /** Carries out what is written. Without it, nothing can be. */
    write?: AnswerWrite;
  }): Promise<ApiServer> {
    const server = new ApiServer(options);
    await server.#listen(options.port ?? 0);
    server.#port = (server.#http.address() as AddressInfo).port;
    return server;
  }

  private constructor(options: Parameters<typeof ApiServer.start>[0]) {
    const { store, now } = options;
    this.#store = store;
    this.#users = options.users;
    this.#gitVersion = options.gitVersion;
    this.#now = now;
    this.#write = options.write;
    this.#lists = Lists.create({ store, now });
    this.#watches = Watches.create({
      store,
      now,
    });
    this.#http = createServer((request, response) =>
      this.#answer(request, response),
    );
  }

  get url(): string {
    return `http://${HOST}:${this.#port}`;
  }

  /** For clients that send a token only where there is TLS. */
  urlWith(token: string): string {
    return `${this.url}/token/${encodeURIComponent(token)}`;
  }

  get port(): number {
    return this.#port;
  }

  /** How often something else than a read was tried where that cannot be. */
  get refusedWrites(): number {
    return this.#refusedWrites;
  }

  /** Resolves when each of these resources is being watched. */
  watched(resources: string[], signal: AbortSignal): Promise<void> {
    return this.#watches.opened(resources, signal);
  }

  /** Ends all watches as their timeouts would. */
  endWatches(): void {
    this.#watches.end();
  }

  /** Lists that have been begun cannot be continued. */
  forgetLists(): void {
    this.#lists.forget();
  }

  /** Cuts all connections and refuses new ones. */
  async silence(): Promise<void> {
    if (!this.#http.listening) return;
    const closed = new Promise(resolve => this.#http.close(resolve));
    this.#http.closeAllConnections();
    await closed;
  }

  /** Accepts connections again, on the same port. */
  async resume(): Promise<void> {
    if (!this.#http.listening) await this.#listen(this.#port);
  }

  async #listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(port, HOST, () => {
        this.#http.off('error', reject);
        resolve();
      });
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    response.sendDate = false;
    response.setHeader('date', new Date(this.#now()).toUTCString());
    if (!isForThisMachine(request)) return refuse(response, MISDIRECTED);
    const url = urlOf(request);
    if (!url) return refuse(response, NOTHING_SERVED);
    const { authorization, pathname } = credentialsOf(request, url);
    const user = userOf(this.#users, authorization);
    if (isRefusal(user)) return refuse(response, user);

    const { method = 'GET' } = request;
    const isRead = method === 'GET';
    if (!isRead && !this.#write) {
      this.#refusedWrites += 1;
      return refuse(response, NOT_ALLOWED);
    }
    const { kinds } = this.#store;
    const described =
      isRead &&
      (openApi(pathname, kinds) ??
        discover(pathname, {
          kinds,
          gitVersion: this.#gitVersion,
          isWritable: this.#write !== undefined,
        }));
    if (described) return send(request, response, described);

    const address = parsePath(kinds, pathname);
    if (!address) return refuse(response, NOTHING_SERVED);
    if (!isRead) {
      const verb = WRITE_VERBS[method];
      const refusal = verb ? refusalFor(user, verb, address) : NOT_ALLOWED;
      if (refusal) return refuse(response, refusal);
      return void answerWrite(this.#write!, {
        verb,
        address,
        query: url.searchParams,
        user: user.name,
        uri: `${pathname}${url.search}`,
        request,
        response,
      });
    }
    return this.#read(request, response, address, {
      user,
      query: url.searchParams,
    });
  }

  #read(
    request: IncomingMessage,
    response: ServerResponse,
    address: Address,
    options: { user: ApiUser; query: URLSearchParams },
  ): void {
    const query = readQuery(options.query);
    if (isRefusal(query)) return refuse(response, query);
    const verb = readVerb(address, query);
    const refusal = refusalFor(options.user, verb, address);
    if (refusal) return refuse(response, refusal);
    switch (verb) {
      case 'list':
        return this.#lists.answer(request, response, address, query);
      case 'watch':
        return this.#watches.answer(request, response, address, query);
      default:
        return this.#get(request, response, address);
    }
  }

  #get(
    request: IncomingMessage,
    response: ServerResponse,
    address: Address,
  ): void {
    const { kind, namespace, name = '', subresource } = address;
    const object = this.#store.get(kind.resource, namespace, name);
    if (!object) return refuse(response, notFound({ kind, name }));
    if (subresource === 'scale' && kind.hasScale) {
      return send(request, response, scaleOf(object));
    }
    if (subresource !== undefined && subresource !== 'status') {
      return refuse(response, NOTHING_SERVED);
    }
    if (wantsTable(request)) {
      return send(request, response, tableOf(kind, [object], this.#now()));
    }
    return send(
      request,
      response,
      wantsMetadata(request) ? partial(object) : object,
    );
  }
}

function isRefusal(value: object): value is Refusal {
  return Array.isArray(value);
}

function urlOf(request: IncomingMessage): URL | undefined {
  return URL.parse(request.url ?? '/', `http://${HOST}`) ?? undefined;
}

/** kubectl sends no token where there is no TLS, but keeps a path in front of its own. */
function credentialsOf(
  request: IncomingMessage,
  { pathname }: URL,
): { authorization: string | undefined; pathname: string } {
  const [, token, rest] = /^\/token\/([^/]+)(\/.*)$/.exec(pathname) ?? [];
  return token
    ? { authorization: `Bearer ${decoded(token)}`, pathname: rest }
    : { authorization: request.headers.authorization, pathname };
}

function readVerb(
  { name }: Address,
  { watch }: ReadQuery,
): 'get' | 'list' | 'watch' {
  if (name !== undefined) return 'get';
  return watch ? 'watch' : 'list';
}
