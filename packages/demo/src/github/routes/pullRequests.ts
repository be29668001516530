import { changedFiles } from '../git/changedFiles.ts';
import { log } from '../git/commits.ts';
import { slice } from '../http/Page.ts';
import { Refusal } from '../http/Refusal.ts';
import type { Asked, Found, Route } from '../http/Route.ts';
import type { PullRequest } from '../repository/state.ts';
import { accountShape } from '../shapes/account.ts';
import { commitShape, fileShape } from '../shapes/commit.ts';
import { labelShape } from '../shapes/label.ts';
import {
  fullPullRequestShape,
  issueShape,
  pullRequestShape,
  reviewShape,
} from '../shapes/pullRequest.ts';
import { countsOf } from './countsOf.ts';

export const pullRequestRoutes: readonly Route[] = [
  { pattern: 'pulls', answer: list },
  { pattern: 'pulls/:number', answer: one },
  { pattern: 'pulls/:number/commits', answer: commits },
  { pattern: 'pulls/:number/files', answer: files },
  { pattern: 'pulls/:number/reviews', answer: reviews },
  { pattern: 'pulls/:number/requested_reviewers', answer: reviewers },
  { pattern: 'pulls/:number/merge', answer: isMerged },
  { pattern: 'issues', answer: issues },
  { pattern: 'issues/:number', answer: issue },
  { pattern: 'issues/:number/labels', answer: labelsOfIssue },
  { pattern: 'labels', answer: labels },
];

const STATES = ['open', 'closed', 'all'];
const SORTS = {
  created: (pull: PullRequest) => pull.createdAt,
  updated: (pull: PullRequest) => pull.updatedAt,
};

function list({ place, query, page }: Asked): Found {
  const found = filtered(place.repository.pulls.all, query, 'PullRequest');
  return {
    items: slice(found, page).map(pull => pullRequestShape(place, pull)),
    total: found.length,
  };
}

function filtered(
  pulls: readonly PullRequest[],
  query: URLSearchParams,
  resource: string,
): PullRequest[] {
  const state = query.get('state') ?? 'open';
  if (!STATES.includes(state)) throw Refusal.invalid(resource, 'state');
  const base = query.get('base');
  const branch = query.get('head')?.replace(/^[^:]*:/, '');
  const sort = (query.get('sort') ?? 'created') as keyof typeof SORTS;
  const order = SORTS[sort];
  if (!order) throw Refusal.invalid(resource, 'sort');
  const sign = query.get('direction') === 'asc' ? 1 : -1;
  return pulls
    .filter(
      pull =>
        (state === 'all' || pull.state === state) &&
        (!base || base === 'main') &&
        (!branch || pull.branch === branch),
    )
    .sort((a, b) => sign * (order(a) - order(b)));
}

async function one(asked: Asked): Promise<Found> {
  const { place, format } = asked;
  const pull = pullOf(asked);
  if (format === 'diff') {
    const range = `${pull.base}...${pull.head}`;
    const text = await place.repository.git.run(['diff', range]);
    return { text, type: 'application/vnd.github.diff; charset=utf-8' };
  }
  const { repository } = place;
  const [counts, isMergeable] = await Promise.all([
    countsOf(repository, pull),
    pull.state === 'open' && repository.pulls.isMergeable(pull),
  ]);
  return {
    body: fullPullRequestShape(place, pull, { ...counts, isMergeable }),
  };
}

async function commits(asked: Asked): Promise<Found> {
  const { place, page } = asked;
  const { base, head } = pullOf(asked);
  const all = await log(place.repository.git, `${base}..${head}`);
  return {
    items: slice(all.reverse(), page).map(found => commitShape(place, found)),
    total: all.length,
  };
}

async function files(asked: Asked): Promise<Found> {
  const { place, page } = asked;
  const { base, head } = pullOf(asked);
  const all = await changedFiles(place.repository.git, base, head);
  return {
    items: slice(all, page).map(file => fileShape(place, file, head)),
    total: all.length,
  };
}

function reviews(asked: Asked): Found {
  const { place, page } = asked;
  const pull = pullOf(asked);
  return {
    items: slice(pull.reviews, page).map(each =>
      reviewShape(place, pull, each),
    ),
    total: pull.reviews.length,
  };
}

function reviewers(asked: Asked): Found {
  const users = pullOf(asked).reviewers.map(each =>
    accountShape(asked.place.site, each),
  );
  return { body: { users, teams: [] } };
}

/** 204 without a body is the answer "it has been". */
function isMerged(asked: Asked): Found {
  if (!pullOf(asked).merge) throw Refusal.notFound();
  return { status: 204 };
}

function issues({ place, query, page }: Asked): Found {
  const found = filtered(place.repository.pulls.all, query, 'Issue');
  return {
    items: slice(found, page).map(pull => issueShape(place, pull)),
    total: found.length,
  };
}

function issue(asked: Asked): Found {
  return { body: issueShape(asked.place, pullOf(asked)) };
}

function labelsOfIssue(asked: Asked): Found {
  const names = pullOf(asked).labels;
  return {
    items: slice(names, asked.page).map(name => labelShape(asked.place, name)),
    total: names.length,
  };
}

function labels({ place, page }: Asked): Found {
  const names = [
    ...new Set(place.repository.pulls.all.flatMap(pull => pull.labels)),
  ].sort();
  return {
    items: slice(names, page).map(name => labelShape(place, name)),
    total: names.length,
  };
}

function pullOf({ place, params }: Asked): PullRequest {
  const pull = place.repository.pulls.find(Number(params.number));
  if (!pull) throw Refusal.notFound();
  return pull;
}
