import { kinship, partNames } from '../repository/kinship';
import {
  isSameRepository,
  type Repository,
  type RepositoryName,
} from '../repository/Repository';
import type { Clue } from '../rules/Clue';
import { tagNames } from '../rules/version';
import type { ImageReference } from '../workload/imageReference';

/** Tags' names that are tried for one version, at most. */
const TAG_NAMES_MAX = 4;

/**
 * What a clue may be called in a repository, the likeliest first: a commit id, or `tags/<name>`. Empty when the clue says nothing about
 * this repository.
 * @param options - `image`: of the main container; `repositoryOfUrl`: the repository that an address leads to.
 */
export function refsOf(
  clue: Clue,
  repository: Repository,
  options: {
    image: ImageReference | undefined;
    repositoryOfUrl(url: string): RepositoryName | undefined;
  },
): string[] {
  if (clue.repositoryUrl) {
    const named = options.repositoryOfUrl(clue.repositoryUrl);
    if (!named || !isSameRepository(named, repository)) return [];
  }
  if (clue.kind === 'commit') return [clue.value];
  if (!clue.needsKinship) return [`tags/${clue.value}`];
  const kin = options.image ? kinship(options.image, repository) : 'none';
  if (kin === 'none') return [];
  return tagNames(clue.value, {
    parts: partNames(repository),
    plain: kin === 'plain',
  })
    .slice(0, TAG_NAMES_MAX)
    .map(name => `tags/${name}`);
}
