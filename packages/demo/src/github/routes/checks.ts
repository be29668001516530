import { commit } from '../git/commits.ts';
import { slice } from '../http/Page.ts';
import { Refusal } from '../http/Refusal.ts';
import type { Asked, Found, Route } from '../http/Route.ts';
import type { CheckRun } from '../repository/state.ts';
import {
  checkRunShape,
  checkSuiteShape,
  combinedStatusShape,
  statusShape,
} from '../shapes/check.ts';
import { simpleCommitShape } from '../shapes/commit.ts';
import { commitOf } from './commitOf.ts';

export const checkRoutes: readonly Route[] = [
  { pattern: 'commits/*ref/check-runs', answer: ofCommit },
  { pattern: 'commits/*ref/check-suites', answer: suites },
  { pattern: 'commits/*ref/status', answer: combined },
  { pattern: 'commits/*ref/statuses', answer: statuses },
  { pattern: 'statuses/*ref', answer: statuses },
  { pattern: 'check-runs/:id', answer: one },
  { pattern: 'check-suites/:suite/check-runs', answer: ofSuite },
];

async function ofCommit(asked: Asked): Promise<Found> {
  const { repository } = asked.place;
  const sha = await commitOf(repository, asked.params.ref);
  return runs(asked, repository.checks.of(sha));
}

function ofSuite(asked: Asked): Found {
  const suite = Number(asked.params.suite);
  const found = asked.place.repository.state.checks
    .filter(each => each.suite === suite)
    .reverse();
  if (found.length === 0) throw Refusal.notFound();
  return runs(asked, found);
}

function runs(
  { place, query, page }: Asked,
  newestFirst: readonly CheckRun[],
): Found {
  const name = query.get('check_name');
  const status = query.get('status');
  const wanted = newestFirst.filter(
    each =>
      (!name || each.name === name) && (!status || each.status === status),
  );
  // Only the newest of a name, unless all are asked for.
  const found =
    query.get('filter') === 'all'
      ? wanted
      : wanted.filter(
          (each, index) =>
            wanted.findIndex(other => other.name === each.name) === index,
        );
  return {
    items: slice(found, page).map(each => checkRunShape(place, each)),
    total: found.length,
    wrap: 'check_runs',
  };
}

function one({ place, params }: Asked): Found {
  const found = place.repository.checks.find(Number(params.id));
  if (!found) throw Refusal.notFound();
  return { body: checkRunShape(place, found) };
}

async function suites({ place, params }: Asked): Promise<Found> {
  const { repository } = place;
  const sha = await commitOf(repository, params.ref);
  const checks = repository.checks.of(sha);
  if (checks.length === 0) {
    return { items: [], total: 0, wrap: 'check_suites' };
  }
  const head = simpleCommitShape(await commit(repository.git, sha));
  return {
    items: [checkSuiteShape(place, checks, head)],
    total: 1,
    wrap: 'check_suites',
  };
}

async function statuses({ place, params, page }: Asked): Promise<Found> {
  const { repository } = place;
  const sha = await commitOf(repository, params.ref);
  const found = repository.checks.statusesOf(sha);
  return {
    items: slice(found, page).map(each => statusShape(place, each)),
    total: found.length,
  };
}

async function combined({ place, params }: Asked): Promise<Found> {
  const { repository } = place;
  const sha = await commitOf(repository, params.ref);
  const found = repository.checks.statusesOf(sha);
  return { body: combinedStatusShape(place, sha, found) };
}
