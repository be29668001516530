import { slice } from '../http/Page.ts';
import { Refusal } from '../http/Refusal.ts';
import type { Asked, Found, Route } from '../http/Route.ts';
import type { Release } from '../repository/state.ts';
import { releaseShape } from '../shapes/release.ts';

export const releaseRoutes: readonly Route[] = [
  { pattern: 'releases', answer: list },
  {
    pattern: 'releases/latest',
    answer: asked => found(asked, asked.place.repository.releases.latest()),
  },
  {
    pattern: 'releases/tags/*tag',
    answer: asked =>
      found(
        asked,
        asked.place.repository.releases.find({ tag: asked.params.tag }),
      ),
  },
  {
    pattern: 'releases/:id',
    answer: asked =>
      found(
        asked,
        asked.place.repository.releases.find({ id: Number(asked.params.id) }),
      ),
  },
];

function list({ place, page }: Asked): Found {
  const newestFirst = place.repository.releases.all.toReversed();
  return {
    items: slice(newestFirst, page).map(each => releaseShape(place, each)),
    total: newestFirst.length,
  };
}

function found({ place }: Asked, release: Release | undefined): Found {
  if (!release) throw Refusal.notFound();
  return { body: releaseShape(place, release) };
}
