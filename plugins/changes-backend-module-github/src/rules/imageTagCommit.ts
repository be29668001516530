import type { Container } from '../workload/Workload';
import { isCommitId, type Clue } from './Clue';

/** At most this many parts of one tag are tried. */
const CANDIDATES_MAX = 2;

/**
 * A tag that is or contains a commit id: `3f2a9c1`, `sha-3f2a9c1`, `main-3f2a9c1`, `2.14.1-5-g3f2a9c1`, `20261119-3f2a9c1`.
 * A part that is only digits (a date, a build number) comes after those that are not.
 */
export function imageTagCommit(container: Container): Clue[] {
  const tag = container.reference.tag;
  if (!tag) return [];
  const parts = tag.split(/[-_.]/).map(part =>
    // `git describe` writes a `g` before the id.
    /^g[0-9a-f]{7,40}$/i.test(part) ? part.slice(1) : part,
  );
  const ids = parts.filter(isCommitId).reverse();
  return [
    ...ids.filter(id => /[a-f]/i.test(id)),
    ...ids.filter(id => !/[a-f]/i.test(id)),
  ]
    .slice(0, CANDIDATES_MAX)
    .map(id => ({
      kind: 'commit',
      value: id.toLowerCase(),
      where: `image tag ${tag}`,
      origin: `image of ${container.name}`,
    }));
}
