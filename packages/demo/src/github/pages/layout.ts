import type { Account } from '../repository/state.ts';
import { date, type Place } from '../shapes/Place.ts';
import { type Html, html } from './html.ts';

/** A whole page. */
export function page(options: {
  title: string;
  place?: Place;
  main: Html;
}): string {
  const { title, place, main } = options;
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          ${place
            ? crumbs(place)
            : html`<span class="path"><a href="/">Repositories</a></span>`}
        </header>
        <main>${main}</main>
        <footer>
          A simulated GitHub: a part of Ripple’s demo world. Its people, code
          and incidents are made up.
        </footer>
      </body>
    </html> `.text;
}

/** Addresses of pages stay on this server, wherever the API's links lead. */
export function pathOf({ repository }: Place): string {
  return `/${repository.fullName}`;
}

export function sha(place: Place, id: string): Html {
  return html`<a class="sha" href="${pathOf(place)}/commit/${id}"
    >${id.slice(0, 7)}</a
  >`;
}

export function person(account: Account | undefined, name = ''): Html {
  if (!account) return html`<strong>${name}</strong>`;
  const login = encodeURIComponent(account.login);
  return html`<span class="person"
    ><img class="avatar" src="/avatars/${login}" alt="" /><strong
      title="${account.name}"
      >${account.login}</strong
    ></span
  >`;
}

/** A moment, and how long ago it was. */
export function ago(at: number, now: number): Html {
  return html`<time datetime="${date(at)}" title="${date(at)}"
    >${distance(now - at)}</time
  >`;
}

function distance(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${minutes % 60} min ago`;
  const days = Math.floor(hours / 24);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

function crumbs(place: Place): Html {
  const { owner, name } = place.repository;
  const path = pathOf(place);
  return html`<span class="path"
      ><a href="/${owner}">${owner}</a> /
      <a href="${path}"><strong>${name}</strong></a></span
    >
    <nav>
      <a href="${path}/commits">Commits</a
      ><a href="${path}/pulls">Pull requests</a
      ><a href="${path}/deployments">Deployments</a
      ><a href="${path}/releases">Releases</a>
    </nav>`;
}
