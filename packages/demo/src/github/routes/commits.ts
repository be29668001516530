import { changedFiles } from '../git/changedFiles.ts';
import { commit, count, log } from '../git/commits.ts';
import type { Asked, Found, Route } from '../http/Route.ts';
import { slice } from '../http/Page.ts';
import { commitShape, commitWithFilesShape } from '../shapes/commit.ts';
import { pullRequestShape } from '../shapes/pullRequest.ts';
import { commitOf, commitOr404 } from './commitOf.ts';
import { FILES_MAX } from './limits.ts';

export const commitRoutes: readonly Route[] = [
  { pattern: 'commits', answer: list },
  { pattern: 'commits/*ref/pulls', answer: pulls },
  { pattern: 'commits/*ref', answer: one },
];

async function list({ place, query, page }: Asked): Promise<Found> {
  const { git } = place.repository;
  const head = await commitOr404(place.repository, query.get('sha') ?? 'main');
  const filter = {
    path: query.get('path') ?? undefined,
    since: query.get('since') ?? undefined,
    until: query.get('until') ?? undefined,
    author: authorOf(place.repository, query.get('author')),
  };
  const [total, commits] = await Promise.all([
    count(git, head, filter),
    log(git, head, {
      ...filter,
      max: page.size,
      skip: (page.number - 1) * page.size,
    }),
  ]);
  return { items: commits.map(found => commitShape(place, found)), total };
}

async function one({ place, params, format }: Asked): Promise<Found> {
  const { git } = place.repository;
  const id = await commitOf(place.repository, params.ref);
  if (format === 'sha') {
    return { text: id, type: 'application/vnd.github.sha; charset=utf-8' };
  }
  if (format === 'diff') {
    const text = await git.run(['show', '--format=', '--patch', id]);
    return { text, type: 'application/vnd.github.diff; charset=utf-8' };
  }
  const found = await commit(git, id);
  const files = await changedFiles(git, found.parents[0], id);
  return {
    body: commitWithFilesShape(place, found, files.slice(0, FILES_MAX)),
  };
}

/** What brought a commit in, or, before it is merged, holds it. */
async function pulls({ place, params, page }: Asked): Promise<Found> {
  const { repository } = place;
  const id = await commitOf(repository, params.ref);
  const found = repository.pulls.all.filter(
    pull => pull.merge?.commit === id || pull.head === id,
  );
  return {
    items: slice(found, page).map(pull => pullRequestShape(place, pull)),
    total: found.length,
  };
}

/** GitHub takes a login or an address. */
function authorOf(
  repository: Asked['place']['repository'],
  name: string | null,
): string | undefined {
  return name ? repository.account(name)?.email ?? name : undefined;
}
