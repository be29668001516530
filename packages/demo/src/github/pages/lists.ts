import type { Commit } from '../git/commits.ts';
import type { Deployment, PullRequest } from '../repository/state.ts';
import type { Place } from '../shapes/Place.ts';
import { type Html, html } from './html.ts';
import { ago, pathOf, person, sha } from './layout.ts';

/** Commits, each with its first line. */
export function commitRows(
  place: Place,
  commits: readonly Commit[],
  now: number,
): Html {
  const path = pathOf(place);
  return html`<ul class="card rows">
    ${commits.map(commit => {
      const { id, message, author, committer } = commit;
      const [title] = message.split('\n', 1);
      const by = place.repository.accountOf(author.email);
      return html`<li>
        <div class="grow">
          <a href="${path}/commit/${id}">${title}</a><br /><span class="quiet"
            >${person(by, author.name)}
            ${ago(Date.parse(committer.date), now)}</span
          >
        </div>
        ${checksMark(place, id)}
        <div class="right">${sha(place, id)}</div>
      </li>`;
    })}
  </ul>`;
}

export function pullRows(
  place: Place,
  pulls: readonly PullRequest[],
  now: number,
): Html {
  if (pulls.length === 0) return html`<p class="quiet">None.</p>`;
  return html`<ul class="card rows">
    ${pulls.map(
      pull =>
        html`<li>
          <span>${pullState(pull)}</span>
          <div class="grow">
            <a href="${pathOf(place)}/pull/${pull.number}">${pull.title}</a>
            ${labels(pull)}<br /><span class="quiet"
              >#${pull.number} by ${person(pull.author)} opened
              ${ago(pull.createdAt, now)}</span
            >
          </div>
        </li>`,
    )}
  </ul>`;
}

export function deploymentRows(
  place: Place,
  deployments: readonly Deployment[],
  now: number,
): Html {
  if (deployments.length === 0) return html`<p class="quiet">None.</p>`;
  return html`<ul class="card rows">
    ${deployments.map(one => {
      const last = one.statuses.at(-1);
      return html`<li>
        <span>${outcome(last?.state ?? 'pending')}</span>
        <div class="grow">
          <strong>${one.environment}</strong> ${one.ref === one.sha
            ? ''
            : one.ref}
          ${sha(place, one.sha)}<br /><span class="quiet"
            >${one.description || 'Deployment'} by ${person(one.creator)}</span
          >
        </div>
        <div class="right">${ago(one.at, now)}</div>
      </li>`;
    })}
  </ul>`;
}

export function pullState(pull: PullRequest): Html {
  if (pull.merge) return html`<span class="state merged">Merged</span>`;
  return pull.state === 'open'
    ? html`<span class="state open">Open</span>`
    : html`<span class="state closed">Closed</span>`;
}

export function labels(pull: PullRequest): Html {
  return html`${pull.labels.map(
    name => html`<span class="label">${name}</span>`,
  )}`;
}

/** What programs said of some commits, one a line. */
export function checkRows(
  place: Place,
  ids: readonly string[],
  now: number,
): Html {
  const { checks } = place.repository;
  const runs = ids
    .flatMap(id => checks.of(id))
    .map(one => ({
      anchor: `check-${one.id}`,
      name: one.name,
      result: one.conclusion ?? 'in_progress',
      text: one.title ?? '',
      at: one.completedAt ?? one.startedAt,
    }));
  const statuses = ids
    .flatMap(id => checks.statusesOf(id))
    .map(one => ({
      anchor: `status-${one.id}`,
      name: one.context,
      result: one.state,
      text: one.description,
      at: one.at,
    }));
  const all = [...runs, ...statuses];
  if (all.length === 0) return html`<p class="quiet">No checks.</p>`;
  return html`<ul class="card rows">
    ${all.map(
      one =>
        html`<li id="${one.anchor}">
          <span>${outcome(one.result)}</span>
          <div class="grow">
            <strong>${one.name}</strong> <span class="quiet">${one.text}</span>
          </div>
          <div class="right">${ago(one.at, now)}</div>
        </li>`,
    )}
  </ul>`;
}

const TONES: Record<string, string> = {
  success: 'good',
  failure: 'bad',
  error: 'bad',
  timed_out: 'bad',
  pending: 'wait',
  queued: 'wait',
  in_progress: 'wait',
};

const MARKS: Record<string, string> = { good: '✓', bad: '✗', wait: '●' };

function outcome(result: string): Html {
  const tone = TONES[result] ?? 'quiet';
  return html`<span class="${tone}"
    >${MARKS[tone] ?? '–'} ${result.replaceAll('_', ' ')}</span
  >`;
}

function checksMark(place: Place, id: string): Html {
  const results = place.repository.checks
    .of(id)
    .map(one => one.conclusion ?? 'in_progress');
  if (results.length === 0) return html``;
  const failed = results.find(one => TONES[one] === 'bad');
  const running = results.find(one => TONES[one] === 'wait');
  return html`<span>${outcome(failed ?? running ?? 'success')}</span>`;
}
