import { count, log } from '../git/commits.ts';
import type { Repository } from '../repository/Repository.ts';
import type { Place } from '../shapes/Place.ts';
import { html } from './html.ts';
import { ago, page, pathOf, person, sha } from './layout.ts';
import { commitRows, deploymentRows, pullRows } from './lists.ts';

const RECENT = 15;
const LONG = 100;

/** What a repository is about, and what happened in it last. */
export async function repositoryPage(
  place: Place,
  now: number,
): Promise<string> {
  const { repository } = place;
  const { git, state } = repository;
  const [commits, total, readme] = await Promise.all([
    log(git, 'main', { max: RECENT }),
    count(git, 'main'),
    repository.read('README.md'),
  ]);
  const open = repository.pulls.all.filter(one => one.state === 'open');
  const releases = repository.releases.all.length;
  const path = pathOf(place);
  return page({
    title: repository.fullName,
    place,
    main: html`<p>${state.description}</p>
      <div class="split">
        <div>
          <h2><a href="${path}/commits">${total} commits</a> on main</h2>
          ${commitRows(place, commits, now)}
          ${open.length > 0 &&
          html`<h2>Open pull requests</h2>
            ${pullRows(place, open, now)}`}
          ${readme !== undefined &&
          html`<h2>README.md</h2>
            <div class="card"><pre>${readme}</pre></div>`}
        </div>
        <aside>
          <section>
            <h2>Language</h2>
            ${state.language}
          </section>
          <section>
            <h2>Newest release</h2>
            ${repository.releases.latest()?.tag ?? 'None'}
            ${releases > 0 &&
            html`<a class="quiet" href="${path}/releases">of ${releases}</a>`}
          </section>
          <section>
            <h2>Environments</h2>
            <ul>
              ${environments(repository).map(
                one =>
                  html`<li>
                    <strong>${one.environment}</strong> ${sha(place, one.sha)}
                    <span class="quiet">${ago(one.at, now)}</span>
                  </li>`,
              )}
            </ul>
          </section>
          <section>
            <h2>Clone</h2>
            <code
              >git clone
              ${place.site.web.startsWith('http://127.')
                ? `${place.web}.git`
                : `${state.name}.git`}</code
            >
          </section>
        </aside>
      </div>`,
  });
}

/** The newest deployment of each. */
function environments(repository: Repository) {
  return [
    ...new Map(
      repository.deployments.all.map(one => [one.environment, one]),
    ).values(),
  ];
}

export async function commitsPage(place: Place, now: number): Promise<string> {
  const commits = await log(place.repository.git, 'main', { max: LONG });
  return page({
    title: `Commits · ${place.repository.fullName}`,
    place,
    main: html`<h1>Commits on main</h1>
      ${commitRows(place, commits, now)}`,
  });
}

export function pullsPage(place: Place, now: number): string {
  const newestFirst = place.repository.pulls.all.toReversed();
  const open = newestFirst.filter(one => one.state === 'open');
  const closed = newestFirst.filter(one => one.state === 'closed');
  return page({
    title: `Pull requests · ${place.repository.fullName}`,
    place,
    main: html`<h1>Pull requests</h1>
      <h2>Open</h2>
      ${pullRows(place, open, now)}
      <h2>Closed</h2>
      ${pullRows(place, closed.slice(0, LONG), now)}`,
  });
}

export function deploymentsPage(place: Place, now: number): string {
  const newestFirst = place.repository.deployments.all.toReversed();
  return page({
    title: `Deployments · ${place.repository.fullName}`,
    place,
    main: html`<h1>Deployments</h1>
      ${deploymentRows(place, newestFirst.slice(0, LONG), now)}`,
  });
}

export function releasesPage(
  place: Place,
  now: number,
  tag: string | undefined,
): string | undefined {
  const newestFirst = place.repository.releases.all.toReversed();
  const shown = tag ? newestFirst.filter(one => one.tag === tag) : newestFirst;
  if (tag && shown.length === 0) return undefined;
  return page({
    title: `${tag ?? 'Releases'} · ${place.repository.fullName}`,
    place,
    main: html`<h1>${tag ? `Release ${tag}` : 'Releases'}</h1>
      ${shown.map(
        one =>
          html`<section class="card">
            <div class="head">
              <a
                href="${pathOf(place)}/releases/tag/${encodeURIComponent(
                  one.tag,
                )}"
                ><strong>${one.name}</strong></a
              >
              ${sha(place, one.sha)}
              <span class="quiet"
                >by ${person(one.author)} ${ago(one.at, now)}</span
              >
            </div>
            ${one.body && html`<div class="body">${one.body}</div>`}
          </section>`,
      )}`,
  });
}
