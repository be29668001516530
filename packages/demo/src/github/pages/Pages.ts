import type { IncomingMessage, ServerResponse } from 'node:http';
import { pageOf } from '../http/Page.ts';
import { Refusal } from '../http/Refusal.ts';
import { Router } from '../http/Route.ts';
import type { Repository } from '../repository/Repository.ts';
import { placeOf, type Site } from '../shapes/Place.ts';
import type { DeliveryRecord } from '../webhooks/Hook.ts';
import { deliveriesPage } from './deliveriesPage.ts';
import { html } from './html.ts';
import { page } from './layout.ts';
import { accountPage, avatar, repositoriesPage } from './ownerPages.ts';
import { pageRoutes } from './pageRoutes.ts';
import { STYLE } from './style.ts';

/** Nothing is loaded from elsewhere, and nothing runs. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const HTML_TYPE = 'text/html; charset=utf-8';

const NOT_FOUND = page({
  title: 'Not found',
  main: html`<h1>Not found</h1>
    <p>
      There is no such page, or it was forgotten: this world keeps the newest of
      everything.
    </p>`,
});

/** What people read who follow a link. */
export class Pages {
  readonly #repositories: readonly Repository[];
  readonly #site: Site;
  readonly #now: () => number;
  readonly #deliveries: () => readonly DeliveryRecord[];
  readonly #router: Router;

  static create(options: {
    repositories: readonly Repository[];
    site: Site;
    now: () => number;
    deliveries: () => readonly DeliveryRecord[];
  }): Pages {
    return new Pages(options);
  }

  private constructor(options: Parameters<typeof Pages.create>[0]) {
    this.#repositories = options.repositories;
    this.#site = options.site;
    this.#now = options.now;
    this.#deliveries = options.deliveries;
    this.#router = Router.create(pageRoutes(options.now));
  }

  async answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { method, url = '/' } = request;
    if (method !== 'GET' && method !== 'HEAD') {
      send(response, 405, 'text/plain', 'These pages can only be read.\n');
      return;
    }
    try {
      const { text, type } = await this.#find(url.split(/[?#]/, 1)[0]);
      send(response, 200, type, text);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(response, 404, HTML_TYPE, NOT_FOUND);
    }
  }

  async #find(path: string): Promise<{ text: string; type: string }> {
    if (path === '/style.css') return { text: STYLE, type: 'text/css' };
    if (path === '/deliveries') {
      const text = deliveriesPage(this.#deliveries(), this.#now());
      return { text, type: HTML_TYPE };
    }
    const [owner, name, ...rest] = path
      .replace(/^\/|\/$/g, '')
      .split('/')
      .map(decode);
    if (owner === 'avatars' && name) {
      return { text: avatar(name), type: 'image/svg+xml' };
    }
    const repository = this.#repositories.find(
      one => one.owner === owner && one.name === name,
    );
    if (!repository) return { text: this.#owned(owner, name), type: HTML_TYPE };
    const found = this.#router.find(rest.map(encodeURIComponent).join('/'));
    if (!found) throw Refusal.notFound();
    const query = new URLSearchParams();
    const answer = await found.route.answer({
      place: placeOf(this.#site, repository),
      params: found.params,
      query,
      page: pageOf(query),
      format: undefined,
    });
    if (!('text' in answer)) throw Refusal.notFound();
    return answer;
  }

  /** What has no repository in its address: all of them, an organization's, a person. */
  #owned(owner: string, name: string | undefined): string {
    const now = this.#now();
    const owned = this.#repositories.filter(
      one => owner === '' || one.owner === owner,
    );
    if (owned.length > 0 && !name) return repositoriesPage(owned, now);
    const login = owner === 'apps' ? `${name}[bot]` : owner;
    if (owner !== 'apps' && name) throw Refusal.notFound();
    const account = this.#repositories
      .map(one => one.account(login))
      .find(one => one !== undefined);
    if (!account) throw Refusal.notFound();
    return accountPage(account, this.#repositories, this.#site, now);
  }
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-cache',
  });
  response.end(text);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw Refusal.notFound();
  }
}
