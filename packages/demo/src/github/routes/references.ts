import { commit } from '../git/commits.ts';
import { references } from '../git/references.ts';
import { slice } from '../http/Page.ts';
import { Refusal } from '../http/Refusal.ts';
import type { Asked, Found, Route } from '../http/Route.ts';
import { gitCommitShape } from '../shapes/commit.ts';
import {
  branchShape,
  fullBranchShape,
  referenceShape,
  tagShape,
} from '../shapes/reference.ts';
import { commitOr404 } from './commitOf.ts';

export const referenceRoutes: readonly Route[] = [
  { pattern: 'tags', answer: tags },
  { pattern: 'branches', answer: branches },
  { pattern: 'branches/*branch', answer: branch },
  { pattern: 'git/ref/*ref', answer: one },
  { pattern: 'git/matching-refs/*ref', answer: matching },
  { pattern: 'git/commits/:sha', answer: gitCommit },
];

async function tags({ place, page }: Asked): Promise<Found> {
  const found = await references(place.repository.git, 'refs/tags');
  const newestFirst = found.toReversed();
  return {
    items: slice(newestFirst, page).map(each => tagShape(place, each)),
    total: found.length,
  };
}

async function branches({ place, page }: Asked): Promise<Found> {
  const found = await references(place.repository.git, 'refs/heads');
  return {
    items: slice(found, page).map(each => branchShape(place, each)),
    total: found.length,
  };
}

async function branch({ place, params }: Asked): Promise<Found> {
  const { git } = place.repository;
  const name = `refs/heads/${params.branch}`;
  const found = (await references(git, name)).find(each => each.name === name);
  if (!found) throw new Refusal(404, 'Branch not found');
  return {
    body: fullBranchShape(place, found, await commit(git, found.commit)),
  };
}

async function one({ place, params }: Asked): Promise<Found> {
  const name = `refs/${params.ref}`;
  const all = await references(place.repository.git, name);
  const found = all.find(each => each.name === name);
  if (!found) throw Refusal.notFound();
  return { body: referenceShape(place, found) };
}

async function matching({ place, params, page }: Asked): Promise<Found> {
  const all = await references(place.repository.git, 'refs');
  const found = all.filter(each => each.name.startsWith(`refs/${params.ref}`));
  return {
    items: slice(found, page).map(each => referenceShape(place, each)),
    total: found.length,
  };
}

async function gitCommit({ place, params }: Asked): Promise<Found> {
  const { git } = place.repository;
  const id = await commitOr404(place.repository, params.sha);
  return { body: gitCommitShape(place, await commit(git, id)) };
}
