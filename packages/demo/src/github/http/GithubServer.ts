import {
  type IncomingMessage,
  type ServerResponse,
  createServer,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pages } from '../pages/Pages.ts';
import type { Repository } from '../repository/Repository.ts';
import type { Site } from '../shapes/Place.ts';
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
  readonly #repositories: readonly Repository[];
  readonly #requests: string[] = [];
  readonly #http = createServer((request, response) => {
    void this.#answer(request, response);
  });
  #api: Api | undefined;
  #pages: Pages | undefined;
  #site: Site = { api: '', web: '' };
  #origin = '';

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
  }): Promise<GithubServer> {
    const server = new GithubServer(options.repositories);
    await new Promise<void>((resolve, reject) => {
      server.#http.once('error', reject);
      server.#http.listen(options.port, '127.0.0.1', resolve);
    });
    server.#open(options);
    return server;
  }

  private constructor(repositories: readonly Repository[]) {
    this.#repositories = repositories;
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get site(): Site {
    return this.#site;
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

  #open(options: Parameters<typeof GithubServer.start>[0]): void {
    const { repositories, token, rateLimit, now } = options;
    this.#origin = `http://127.0.0.1:${this.port}`;
    this.#site = {
      api: `${this.#origin}${API}`,
      web: options.web ?? this.#origin,
    };
    const limit = RateLimit.create({
      perHour: rateLimit,
      perMinute: POINTS_PER_MINUTE,
      now,
    });
    this.#api = Api.create({ repositories, site: this.#site, token, limit });
    this.#pages = Pages.create({ repositories, site: this.#site, now });
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    try {
      if (url === API || url.startsWith(`${API}/`)) {
        const path = url.slice(API.length);
        this.#note(`${method} ${path.split('?', 1)[0]}`);
        await this.#api?.answer(request, response, path);
        return;
      }
      const clone = /^\/([^/?]+)\/([^/?]+)\.git\/(.*)$/.exec(url);
      const repository =
        clone &&
        this.#repositories.find(
          one => one.fullName === `${clone[1]}/${clone[2]}`,
        );
      if (repository) serveClone(repository.git, clone[3], request, response);
      else await this.#pages?.answer(request, response);
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
