import { changedFiles } from '../git/changedFiles.ts';
import { commit, log } from '../git/commits.ts';
import type { PullRequest, Review } from '../repository/state.ts';
import { compare } from '../routes/comparison.ts';
import type { Place } from '../shapes/Place.ts';
import { diff } from './diff.ts';
import { type Html, html } from './html.ts';
import { ago, page, pathOf, person, sha } from './layout.ts';
import {
  checkRows,
  commitRows,
  deploymentRows,
  labels,
  pullRows,
  pullState,
} from './lists.ts';

/** A pull request: why, who agreed, and what it changed. */
export async function pullRequestPage(
  place: Place,
  pull: PullRequest,
  now: number,
): Promise<string> {
  const { git, fullName } = place.repository;
  const [commits, files] = await Promise.all([
    log(git, `${pull.base}..${pull.head}`),
    changedFiles(git, pull.base, pull.head),
  ]);
  const shown = pull.merge ? [pull.head, pull.merge.commit] : [pull.head];
  return page({
    title: `${pull.title} · Pull request #${pull.number} · ${fullName}`,
    place,
    main: html`<h1>
        ${pull.title} <span class="number">#${pull.number}</span>
      </h1>
      <p>${pullState(pull)} ${course(place, pull, now)}</p>
      <div class="split">
        <div>
          <section class="card">
            <div class="head">
              ${person(pull.author)}
              <span class="quiet">wrote ${ago(pull.createdAt, now)}</span>
            </div>
            <div class="body">${pull.body || 'No description.'}</div>
          </section>
          ${pull.reviews.map(one => reviewCard(one, now))}
        </div>
        <aside>
          <section>
            <h2>Reviewers</h2>
            <ul>
              ${latest(pull.reviews).map(
                one => html`<li>${person(one.by)} ${verdict(one.state)}</li>`,
              )}${pull.reviewers.map(
                one =>
                  html`<li>${person(one)} <span class="wait">asked</span></li>`,
              )}
            </ul>
            ${pull.reviews.length + pull.reviewers.length === 0 &&
            html`<span class="quiet">None.</span>`}
          </section>
          <section>
            <h2>Labels</h2>
            ${pull.labels.length > 0
              ? labels(pull)
              : html`<span class="quiet">None.</span>`}
          </section>
        </aside>
      </div>
      ${diff(files)}
      <h2>Checks</h2>
      ${checkRows(place, shown, now)}
      ${pull.merge && deployed(place, pull.merge.commit, now)}
      <h2>Commits</h2>
      ${commitRows(place, commits, now)}`,
  });
}

export async function commitPage(
  place: Place,
  id: string,
  now: number,
): Promise<string> {
  const { git, pulls, fullName } = place.repository;
  const found = await commit(git, id);
  const files = await changedFiles(git, found.parents[0], id);
  const [title, ...rest] = found.message.split('\n');
  const text = rest.join('\n').trim();
  const broughtIn = pulls.all.filter(
    one => one.merge?.commit === id || one.head === id,
  );
  const author = place.repository.accountOf(found.author.email);
  return page({
    title: `${title} · ${fullName}@${id.slice(0, 7)}`,
    place,
    main: html`<h1>${title}</h1>
      <section class="card">
        <div class="head">
          ${person(author, found.author.name)}
          <span class="quiet"
            >committed ${ago(Date.parse(found.committer.date), now)}</span
          >
          <span class="sha">${id}</span>
          <span class="quiet"
            >${found.parents.length > 0 &&
            html`parent ${found.parents.map(parent => sha(place, parent))}`}</span
          >
        </div>
        ${text && html`<div class="body">${text}</div>`}
      </section>
      ${broughtIn.length > 0 &&
      html`<h2>Pull request</h2>
        ${pullRows(place, broughtIn, now)}`}
      ${diff(files)}
      <h2>Checks</h2>
      ${checkRows(place, [id], now)} ${deployed(place, id, now)}`,
  });
}

export async function comparisonPage(
  place: Place,
  ends: { base: string; head: string; title: string },
  now: number,
): Promise<string> {
  const { commits, files, aheadBy, behindBy } = await compare(
    place.repository,
    ends.base,
    ends.head,
  );
  return page({
    title: `Comparing ${ends.title} · ${place.repository.fullName}`,
    place,
    main: html`<h1>Comparing ${ends.title}</h1>
      <p class="quiet">
        ${aheadBy} ${aheadBy === 1 ? 'commit' : 'commits'} ahead, ${behindBy}
        behind. ${sha(place, ends.base)} … ${sha(place, ends.head)}
      </p>
      ${commits.length > 0 && commitRows(place, commits, now)} ${diff(files)}`,
  });
}

function course(place: Place, pull: PullRequest, now: number): Html {
  const { merge, branch, closedAt } = pull;
  if (merge) {
    return html`${person(merge.by)} merged <code>${branch}</code> into
      <code>main</code> as ${sha(place, merge.commit)} ${ago(merge.at, now)}`;
  }
  if (closedAt !== undefined) return html`closed ${ago(closedAt, now)}`;
  return html`${person(pull.author)} wants to merge <code>${branch}</code> into
    <code>main</code>`;
}

function deployed(place: Place, id: string, now: number): Html | false {
  const found = place.repository.deployments.all.filter(one => one.sha === id);
  return (
    found.length > 0 &&
    html`<h2>
        Deployments of
        <a href="${pathOf(place)}/commit/${id}">${id.slice(0, 7)}</a>
      </h2>
      ${deploymentRows(place, found.toReversed(), now)}`
  );
}

function reviewCard(review: Review, now: number): Html {
  return html`<section class="card" id="pullrequestreview-${review.id}">
    <div class="head">
      ${person(review.by)} ${verdict(review.state)}
      <span class="quiet">${ago(review.at, now)}</span>
    </div>
    ${review.body && html`<div class="body">${review.body}</div>`}
  </section>`;
}

function verdict(state: Review['state']): Html {
  switch (state) {
    case 'APPROVED':
      return html`<span class="good">✓ approved</span>`;
    case 'CHANGES_REQUESTED':
      return html`<span class="bad">± asked for changes</span>`;
    default:
      return html`<span class="quiet">commented</span>`;
  }
}

/** The last word of each reviewer. */
function latest(reviews: readonly Review[]): Review[] {
  return [...new Map(reviews.map(one => [one.by.login, one])).values()];
}
