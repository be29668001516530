import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Repository } from '../repository/Repository.ts';
import { repositoryRoutes } from '../routes/index.ts';
import { accountShape } from '../shapes/account.ts';
import { placeOf, type Site } from '../shapes/Place.ts';
import { repositoryShape } from '../shapes/repository.ts';
import { links, pageOf, slice } from './Page.ts';
import type { RateLimit } from './RateLimit.ts';
import { Refusal } from './Refusal.ts';
import { formatOf, type Found, Router } from './Route.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * GitHub's REST API over real repositories: the routes that tools read, with pages, ETags, limits and GitHub's own errors. It only reads.
 */
export class Api {
  readonly #repositories: readonly Repository[];
  readonly #site: Site;
  readonly #token: string | undefined;
  readonly #limit: RateLimit;
  readonly #router = Router.create(repositoryRoutes);
  #requests = 0;

  static create(options: {
    repositories: readonly Repository[];
    site: Site;
    /** The only token that is good; without it anybody may read. */
    token: string | undefined;
    limit: RateLimit;
  }): Api {
    return new Api(options);
  }

  private constructor(options: Parameters<typeof Api.create>[0]) {
    this.#repositories = options.repositories;
    this.#site = options.site;
    this.#token = options.token;
    this.#limit = options.limit;
  }

  /**
   * @param path - of the API, as it stands in the address: `/repos/acme/rest-api`
   */
  async answer(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    this.#requests += 1;
    const requestId = `D31A:${this.#requests.toString(16).toUpperCase()}`;
    response.setHeader('X-GitHub-Request-Id', requestId);
    try {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        throw Refusal.notFound();
      }
      this.#authenticate(request);
      const url = new URL(`${this.#site.api}${path}`);
      if (url.pathname === new URL(`${this.#site.api}/rate_limit`).pathname) {
        this.#sendRate(response);
        return;
      }
      this.#limit.check(requestId);
      const found = await this.#find(url, path, request.headers.accept ?? '');
      this.#send(request, response, url, found);
    } catch (error) {
      const refusal =
        error instanceof Refusal ? error : new Refusal(500, String(error));
      // A refusal counts as well, unless it is the limit's own.
      if (refusal.status !== 403 && refusal.status !== 401) this.#limit.spend();
      this.#refuse(response, refusal);
    }
  }

  #authenticate(request: IncomingMessage): void {
    const [, given] =
      /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '') ??
      [];
    if (this.#token === undefined || given === this.#token) return;
    if (given !== undefined) throw new Refusal(401, 'Bad credentials');
    // GitHub does not even tell strangers that a private repository exists.
    throw Refusal.notFound();
  }

  #find(url: URL, path: string, accept: string): Found | Promise<Found> {
    const [pathname] = path.split('?', 1);
    const [top, owner = '', name = '', ...rest] = segments(pathname);
    const query = url.searchParams;
    const page = pageOf(query);
    if ((top === 'orgs' || top === 'users') && rest.length === 0) {
      if (name === 'repos') return this.#ofOwner(owner, page);
      if (top === 'users' && name === '') return this.#account(owner);
    }
    const repository = this.#repositories.find(
      one =>
        one.owner.toLowerCase() === decode(owner).toLowerCase() &&
        one.name.toLowerCase() === decode(name).toLowerCase(),
    );
    if (top !== 'repos' || !repository) throw Refusal.notFound();
    const found = this.#router.find(rest.join('/'));
    if (!found) throw Refusal.notFound();
    return found.route.answer({
      place: placeOf(this.#site, repository),
      params: found.params,
      query,
      page,
      format: formatOf(accept),
    });
  }

  #ofOwner(owner: string, page: ReturnType<typeof pageOf>): Found {
    const all = this.#repositories.filter(
      one => one.owner.toLowerCase() === owner.toLowerCase(),
    );
    if (all.length === 0) throw Refusal.notFound();
    return {
      items: slice(all, page).map(one =>
        repositoryShape(placeOf(this.#site, one)),
      ),
      total: all.length,
    };
  }

  #account(login: string): Found {
    for (const repository of this.#repositories) {
      const account = repository.account(decode(login));
      if (account) {
        const shape = accountShape(this.#site, account);
        return { body: { ...shape, name: account.name } };
      }
    }
    throw Refusal.notFound();
  }

  #sendRate(response: ServerResponse): void {
    const core = this.#limit.state();
    const body = { resources: { core, search: core }, rate: core };
    this.#head(response, 200, JSON_TYPE);
    response.end(JSON.stringify(body));
  }

  #send(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    found: Found,
  ): void {
    if ('status' in found) {
      this.#limit.spend();
      this.#head(response, found.status, undefined);
      response.end();
      return;
    }
    const text = textOf(found);
    if ('items' in found) {
      const link = links(url, pageOf(url.searchParams), found.total);
      if (link) response.setHeader('Link', link);
    }
    const etag = `W/"${createHash('sha256').update(text).digest('hex')}"`;
    response.setHeader('ETag', etag);
    const isKnown = (request.headers['if-none-match'] ?? '')
      .split(/,\s*/)
      .includes(etag);
    // What did not change costs nothing of the limit.
    if (!isKnown) this.#limit.spend();
    this.#head(
      response,
      isKnown ? 304 : 200,
      'text' in found ? found.type : JSON_TYPE,
    );
    response.end(isKnown || request.method === 'HEAD' ? undefined : text);
  }

  #refuse(response: ServerResponse, refusal: Refusal): void {
    if (refusal.retryAfterSeconds !== undefined) {
      response.setHeader('Retry-After', refusal.retryAfterSeconds);
    }
    this.#head(response, refusal.status, JSON_TYPE);
    response.end(
      JSON.stringify({
        message: refusal.message,
        ...(refusal.errors && { errors: refusal.errors }),
        documentation_url: 'https://docs.github.com/rest',
        status: String(refusal.status),
      }),
    );
  }

  #head(
    response: ServerResponse,
    status: number,
    type: string | undefined,
  ): void {
    response.writeHead(status, {
      ...(type && { 'Content-Type': type }),
      'Cache-Control': 'private, max-age=60, s-maxage=60',
      Vary: 'Accept, Authorization, Cookie, X-GitHub-OTP',
      'X-Content-Type-Options': 'nosniff',
      'X-GitHub-Media-Type': 'github.v3; format=json',
      'X-GitHub-Api-Version-Selected': '2022-11-28',
      ...this.#limit.headers(),
    });
  }
}

function textOf(found: Exclude<Found, { status: number }>): string {
  if ('text' in found) return found.text;
  if ('body' in found) return JSON.stringify(found.body);
  const { items, total, wrap } = found;
  return JSON.stringify(wrap ? { total_count: total, [wrap]: items } : items);
}

function segments(pathname: string): string[] {
  return pathname.replace(/^\/|\/$/g, '').split('/');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Refusal(400, 'Bad Request');
  }
}
