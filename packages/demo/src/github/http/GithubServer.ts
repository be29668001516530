import {
  type IncomingMessage,
  type Server,
  type ServerResponse,
  createServer,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { isForThisMachine } from '../../localHost.ts';
import { Pages } from '../pages/Pages.ts';
import type { Repository } from '../repository/Repository.ts';
import type { Site } from '../shapes/Place.ts';
import type { DeliveryRecord } from '../webhooks/Hook.ts';
import { Api } from './Api.ts';
import { RateLimit } from './RateLimit.ts';
import { serveClone } from './serveClone.ts';

/** Where the API lies, as on a GitHub of a company's own. */
const API = '/api/v3';
/** GitHub allows so many cheap requests a minute. */
const POINTS_PER_MINUTE = 900;
const REQUESTS_KEPT = 2000;

/** One HTTP server for the API, the pages that its answers link to, and clones. */
export class GithubServer {
  readonly site: Site;
  readonly #http: Server;
  readonly #repositories: readonly Repository[];
  readonly #api: Api;
  readonly #pages: Pages;
  readonly #requests: string[] = [];

  /** Listens on the loopback; port 0 takes a free one. */
  static async start(options: {
    repositories: readonly Repository[];
    port: number;
    /** Where the pages are that the answers link to; its own without it. */
    web?: string;
    /** The only token that is good; without it anybody may read. */
    token?: string;
    /** Requests an hour. */
    rateLimit: number;
    now: () => number;
    /** What was told by webhooks, oldest first. */
    deliveries: () => readonly DeliveryRecord[];
  }): Promise<GithubServer> {
    const { repositories, now, deliveries } = options;
    const http = createServer();
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(options.port, '127.0.0.1', resolve);
    });
    const origin = `http://127.0.0.1:${portOf(http)}`;
    const site = { api: `${origin}${API}`, web: options.web ?? origin };
    const limit = RateLimit.create({
      perHour: options.rateLimit,
      perMinute: POINTS_PER_MINUTE,
      now,
    });
    const { token } = options;
    return new GithubServer({
      http,
      site,
      repositories,
      api: Api.create({ repositories, site, token, limit }),
      pages: Pages.create({ repositories, site, now, deliveries }),
    });
  }

  private constructor(parts: {
    http: Server;
    site: Site;
    repositories: readonly Repository[];
    api: Api;
    pages: Pages;
  }) {
    this.site = parts.site;
    this.#http = parts.http;
    this.#repositories = parts.repositories;
    this.#api = parts.api;
    this.#pages = parts.pages;
    this.#http.on('request', (request, response) => {
      void this.#answer(request, response);
    });
  }

  get port(): number {
    return portOf(this.#http);
  }

  /** Method and path of the newest requests to the API. */
  get requests(): readonly string[] {
    return this.#requests;
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise(resolve => {
      this.#http.close(resolve);
    });
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    if (!isForThisMachine(request)) {
      response.writeHead(421).end();
      return;
    }
    try {
      if (url === API || url.startsWith(`${API}/`)) {
        const path = url.slice(API.length);
        this.#note(`${method} ${path.split('?', 1)[0]}`);
        await this.#api.answer(request, response, path);
        return;
      }
      const [, owner, name, action] =
        /^\/([^/?]+)\/([^/?]+)\.git\/(.*)$/.exec(url) ?? [];
      const repository = this.#repositories.find(
        one => one.owner === owner && one.name === name,
      );
      if (repository) serveClone(repository.git, action, request, response);
      else await this.#pages.answer(request, response);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end(String(error));
    }
  }

  #note(request: string): void {
    this.#requests.push(request);
    if (this.#requests.length > REQUESTS_KEPT) this.#requests.shift();
  }
}

function portOf(http: Server): number {
  return (http.address() as AddressInfo).port;
}
