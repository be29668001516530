import { createHash } from 'node:crypto';
import {
  type IncomingMessage,
  type ServerResponse,
  createServer,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Repository } from './Repository.ts';
import { Shapes } from './Shapes.ts';

const PAGE_DEFAULT = 30;
const PAGE_MAX = 100;
/** GitHub lists no more files of a comparison or commit. */
const FILES_MAX = 300;
const RATE_WINDOW_SECONDS = 3600;

/** What a route found. */
type Found =
  | { body: unknown }
  /** A whole list, of which the asked page is sent. */
  | { list: unknown[] }
  | { text: string };

/** An answer in the shape of GitHub's errors. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * GitHub's REST API over real repositories: the routes that Ripple reads, with pages, ETags, a rate limit and GitHub's own errors. It only
 * reads: whatever else is asked is refused and counted.
 */
export class GithubServer {
  readonly #repositories: readonly Repository[];
  readonly #web: string;
  readonly #token: string | undefined;
  readonly #limit: number;
  readonly #now: () => number;
  readonly #requests: string[] = [];
  readonly #http = createServer((request, response) => {
    void this.#answer(request, response);
  });
  #used = 0;
  #writes = 0;
  #api = '';

  /** Listens on the loopback; port 0 takes a free one. */
  static async start(options: {
    repositories: readonly Repository[];
    port: number;
    /** Where the pages are that the answers link to. */
    web: string;
    /** The only token that is good; without it anybody may read. */
    token?: string;
    /** Requests an hour. */
    rateLimit: number;
    now: () => number;
  }): Promise<GithubServer> {
    const server = new GithubServer(options);
    await new Promise<void>((resolve, reject) => {
      server.#http.once('error', reject);
      server.#http.listen(options.port, '127.0.0.1', resolve);
    });
    const { port } = server.#http.address() as AddressInfo;
    server.#api = `http://127.0.0.1:${port}`;
    return server;
  }

  private constructor(options: Parameters<typeof GithubServer.start>[0]) {
    this.#repositories = options.repositories;
    this.#web = options.web;
    this.#token = options.token;
    this.#limit = options.rateLimit;
    this.#now = options.now;
  }

  /** The API's base, for `integrations.github[].apiBaseUrl`. */
  get url(): string {
    return this.#api;
  }

  /** Method and path of every request so far. */
  get requests(): readonly string[] {
    return this.#requests;
  }

  /** Requests that would have changed something. */
  get writes(): number {
    return this.#writes;
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
    const url = new URL(request.url ?? '/', this.#api);
    const method = request.method ?? 'GET';
    this.#requests.push(`${method} ${url.pathname}`);
    try {
      if (method !== 'GET') {
        this.#writes += 1;
        throw new Refusal(404, 'Not Found');
      }
      this.#authenticate(request);
      if (this.#used >= this.#limit) {
        throw new Refusal(
          403,
          "API rate limit exceeded. (But here's the good news: Authenticated requests get a higher rate limit.)",
        );
      }
      const found = await this.#route(url, request.headers.accept ?? '');
      this.#send(request, response, url, found);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        this.#sendError(response, 500, String(error));
      } else {
        this.#sendError(response, error.status, error.message);
      }
    }
  }

  #authenticate(request: IncomingMessage): void {
    const [, given] =
      /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '') ??
      [];
    if (this.#token === undefined || given === this.#token) return;
    if (given !== undefined) throw new Refusal(401, 'Bad credentials');
    // GitHub does not even tell strangers that a private repository exists.
    throw new Refusal(404, 'Not Found');
  }

  async #route(url: URL, accept: string): Promise<Found> {
    if (url.pathname === '/rate_limit') {
      return {
        body: { resources: { core: this.#rate() }, rate: this.#rate() },
      };
    }
    const [, top, owner, name, ...rest] = url.pathname
      .split('/')
      .map(decodeURIComponent);
    const repository = this.#repositories.find(
      one =>
        one.owner.toLowerCase() === owner?.toLowerCase() &&
        one.name.toLowerCase() === name?.toLowerCase(),
    );
    if (top !== 'repos' || !repository) throw new Refusal(404, 'Not Found');
    const shapes = Shapes.create(repository, {
      api: this.#api,
      web: this.#web,
    });
    const [section, first, ...others] = rest;
    switch (section) {
      case undefined:
        return { body: shapes.repository() };
      case 'tags':
        return { list: await tags(repository, shapes) };
      case 'git':
        return { body: await reference(repository, shapes, others) };
      case 'commits':
        return commits(repository, shapes, {
          ref: [first, ...others].filter(part => part !== undefined),
          accept,
          query: url.searchParams,
        });
      case 'compare':
        return {
          body: await comparison(repository, shapes, {
            baseHead: [first, ...others].join('/'),
            page: pageOf(url),
          }),
        };
      case 'pulls':
        return pullRequests(repository, shapes, [first, ...others]);
      default:
        throw new Refusal(404, 'Not Found');
    }
  }

  #rate() {
    const resetsIn = RATE_WINDOW_SECONDS * 1000;
    return {
      limit: this.#limit,
      remaining: Math.max(0, this.#limit - this.#used),
      used: this.#used,
      reset: Math.ceil((this.#now() + resetsIn) / 1000),
    };
  }

  #send(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    found: Found,
  ): void {
    const isText = 'text' in found;
    let text: string;
    if (isText) {
      ({ text } = found);
    } else if ('list' in found) {
      const { page, size } = pageOf(url);
      text = JSON.stringify(found.list.slice((page - 1) * size, page * size));
      const link = links(url, page, Math.ceil(found.list.length / size));
      if (link) response.setHeader('Link', link);
    } else {
      text = JSON.stringify(found.body);
    }
    const etag = `W/"${createHash('sha256').update(text).digest('hex')}"`;
    response.setHeader('ETag', etag);
    const isUnchanged = request.headers['if-none-match'] === etag;
    // What did not change costs nothing of the limit.
    if (!isUnchanged) this.#used += 1;
    this.#sendHead(response, isUnchanged ? 304 : 200, isText);
    response.end(isUnchanged ? undefined : text);
  }

  #sendError(response: ServerResponse, status: number, message: string): void {
    this.#sendHead(response, status, false);
    response.end(
      JSON.stringify({
        message,
        documentation_url: 'https://docs.github.com/rest',
        status: String(status),
      }),
    );
  }

  #sendHead(response: ServerResponse, status: number, isText: boolean): void {
    const { limit, remaining, used, reset } = this.#rate();
    response.writeHead(status, {
      'Content-Type': isText
        ? 'application/vnd.github.sha; charset=utf-8'
        : 'application/json; charset=utf-8',
      'Cache-Control': 'private, max-age=60, s-maxage=60',
      'X-GitHub-Media-Type': 'github.v3; format=json',
      'X-GitHub-Request-Id': `0000:${this.#requests.length}`,
      'X-RateLimit-Limit': limit,
      'X-RateLimit-Remaining': remaining,
      'X-RateLimit-Used': used,
      'X-RateLimit-Reset': reset,
      'X-RateLimit-Resource': 'core',
    });
  }
}

async function tags(repository: Repository, shapes: Shapes) {
  const text = await repository.git.run([
    'for-each-ref',
    '--sort=-version:refname',
    '--format=%(refname:short) %(*objectname)%(objectname)',
    'refs/tags',
  ]);
  return (
    text
      .split('\n')
      .filter(line => line !== '')
      .map(line => line.split(' '))
      // An annotated tag has the commit's id before its own.
      .map(([name, ids]) => shapes.tag(name, ids.slice(0, 40)))
  );
}

async function reference(
  repository: Repository,
  shapes: Shapes,
  [...name]: string[],
) {
  const short = name.join('/');
  const id = await repository.git.resolve(`refs/${short}`);
  if (!id) throw new Refusal(404, 'Not Found');
  return shapes.reference(`refs/${short}`, id);
}

async function commits(
  repository: Repository,
  shapes: Shapes,
  asked: { ref: string[]; accept: string; query: URLSearchParams },
): Promise<Found> {
  if (asked.ref.length === 0) {
    const start = asked.query.get('sha') ?? 'main';
    const id = await commitId(repository, start);
    const all = await repository.log(id);
    return { list: all.map(commit => shapes.commit(commit)) };
  }
  const wantsPulls = asked.ref.at(-1) === 'pulls';
  const id = await commitId(
    repository,
    (wantsPulls ? asked.ref.slice(0, -1) : asked.ref).join('/'),
  );
  if (wantsPulls) {
    return {
      list: repository.pullRequests
        .filter(pull => pull.mergeCommit === id)
        .map(pull => shapes.pullRequest(pull)),
    };
  }
  if (/application\/vnd\.github\.(v3\.)?sha/.test(asked.accept)) {
    return { text: id };
  }
  const commit = await repository.commit(id);
  const files = await repository.files(commit.parents[0], id);
  return { body: shapes.commitWithFiles(commit, files.slice(0, FILES_MAX)) };
}

async function comparison(
  repository: Repository,
  shapes: Shapes,
  asked: { baseHead: string; page: { page: number; size: number } },
) {
  const [baseName, headName, ...more] = asked.baseHead.split('...');
  if (!headName || more.length > 0) throw new Refusal(404, 'Not Found');
  const find = async (name: string) => {
    const id = await repository.git.resolve(name);
    // Other than a single commit, an unknown end of a comparison is a 404.
    if (!id) throw new Refusal(404, 'Not Found');
    return repository.commit(id);
  };
  const [base, head] = await Promise.all([find(baseName), find(headName)]);
  const mergeBase = await repository.commit(
    await repository.mergeBase(base.id, head.id),
  );
  const [ahead, behind, files] = await Promise.all([
    repository.log(`${base.id}..${head.id}`),
    repository.log(`${head.id}..${base.id}`),
    repository.files(mergeBase.id, head.id),
  ]);
  const { page, size } = asked.page;
  return shapes.comparison({
    baseHead: asked.baseHead,
    base,
    head,
    mergeBase,
    aheadBy: ahead.length,
    behindBy: behind.length,
    commits: ahead.reverse().slice((page - 1) * size, page * size),
    files: page === 1 ? files.slice(0, FILES_MAX) : [],
  });
}

async function pullRequests(
  repository: Repository,
  shapes: Shapes,
  [number, part]: string[],
): Promise<Found> {
  if (number === undefined) {
    return {
      list: [...repository.pullRequests]
        .reverse()
        .map(pull => shapes.pullRequest(pull)),
    };
  }
  const pull = repository.pullRequests.find(
    one => String(one.number) === number,
  );
  if (!pull) throw new Refusal(404, 'Not Found');
  if (part === undefined) return { body: shapes.pullRequest(pull) };
  if (part === 'reviews') return { list: shapes.reviews(pull) };
  throw new Refusal(404, 'Not Found');
}

async function commitId(repository: Repository, name: string): Promise<string> {
  const id = await repository.git.resolve(name);
  if (!id) throw new Refusal(422, `No commit found for SHA: ${name}`);
  return id;
}

function pageOf(url: URL): { page: number; size: number } {
  const number = (name: string, fallback: number) => {
    const value = Number(url.searchParams.get(name));
    return Number.isInteger(value) && value > 0 ? value : fallback;
  };
  return {
    page: number('page', 1),
    size: Math.min(PAGE_MAX, number('per_page', PAGE_DEFAULT)),
  };
}

function links(url: URL, page: number, last: number): string {
  const to = (number: number, rel: string) => {
    const target = new URL(url);
    target.searchParams.set('page', String(number));
    return `<${target}>; rel="${rel}"`;
  };
  return [
    ...(page > 1 ? [to(page - 1, 'prev'), to(1, 'first')] : []),
    ...(page < last ? [to(page + 1, 'next'), to(last, 'last')] : []),
  ].join(', ');
}
