import type { Repository } from '../repository/Repository.ts';
import type { Account } from '../repository/state.ts';
import { placeOf, type Site } from '../shapes/Place.ts';
import { html } from './html.ts';
import { ago, page, person } from './layout.ts';
import { pullRows } from './lists.ts';

const PULLS_SHOWN = 5;

/** All repositories, the one that was changed last first. */
export function repositoriesPage(
  repositories: readonly Repository[],
  now: number,
): string {
  const byChange = repositories.toSorted(
    (one, other) => other.state.pushedAt - one.state.pushedAt,
  );
  return page({
    title: 'Repositories',
    main: html`<h1>Repositories</h1>
      <ul class="card rows">
        ${byChange.map(
          ({ fullName, state }) =>
            html`<li>
              <div class="grow">
                <a href="/${fullName}"><strong>${fullName}</strong></a
                ><br /><span class="quiet">${state.description}</span>
              </div>
              <div class="right">
                ${state.language} · changed ${ago(state.pushedAt, now)}
              </div>
            </li>`,
        )}
      </ul>
      <p><a href="/deliveries">Recent deliveries</a> of webhooks</p>`,
  });
}

/** A person, and what that person asked to merge. */
export function accountPage(
  account: Account,
  repositories: readonly Repository[],
  site: Site,
  now: number,
): string {
  const sections = repositories
    .map(repository => ({
      place: placeOf(site, repository),
      pulls: repository.pulls.all
        .filter(one => one.author.login === account.login)
        .toReversed()
        .slice(0, PULLS_SHOWN),
    }))
    .filter(({ pulls }) => pulls.length > 0);
  return page({
    title: `${account.login} (${account.name})`,
    main: html`<h1>
        ${account.name} <span class="number">${account.login}</span>
      </h1>
      <p>${person(account)}</p>
      ${sections.map(
        ({ place, pulls }) =>
          html`<h2>${place.repository.fullName}</h2>
            ${pullRows(place, pulls, now)}`,
      )}`,
  });
}

/** Initials on a colour of one's own. */
export function avatar(login: string): string {
  const letters = [...login].reduce(
    (sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360,
    7,
  );
  const initials = login.replace(/[^a-z0-9]/gi, '').slice(0, 2);
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">
    <rect width="40" height="40" fill="hsl(${letters} 45% 38%)" />
    <text
      x="20"
      y="26"
      font-family="sans-serif"
      font-size="16"
      fill="#fff"
      text-anchor="middle"
    >
      ${initials.toUpperCase()}
    </text>
  </svg>`.text;
}
