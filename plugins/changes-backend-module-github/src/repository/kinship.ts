import type { ImageReference } from '../workload/imageReference';
import type { Repository } from './Repository';

/** Names by which an image or a tag may call the entity's part of a repository. */
export function partNames(repository: Repository): string[] {
  const folder = repository.path?.split('/').pop();
  return folder && folder !== repository.name ? [folder] : [];
}

/**
 * How far an image's version may be looked up among a repository's tags. Two repositories may both have a `v2.14.1`, so a version
 * counts only if the image is called like the repository.
 * - `plain`: the repository's tags are the image's versions.
 * - `prefixed`: only tags that name the entity's part of the repository (`rest-api-v2.14.1`).
 * - `none`: nothing ties the image to the repository.
 */
export function kinship(
  image: ImageReference,
  repository: Repository,
): 'plain' | 'prefixed' | 'none' {
  if (repository.saidBy === 'workload') return 'plain';
  const parts = image.path.toLowerCase().split('/');
  const isNamed = parts.some(part => isAkin(part, repository.name));
  const isPart = partNames(repository).some(part =>
    isAkin(parts[parts.length - 1], part),
  );
  if (isNamed) return 'plain';
  // A source location may only tell where the catalog file lies: its repository's own tags need not be this image's.
  if (isPart) {
    return repository.saidBy === 'project-slug' ? 'plain' : 'prefixed';
  }
  return 'none';
}

/** The same name, or one with a word more at either end: `rest-api`, `rest-api-server`, `acme-rest-api`. */
function isAkin(a: string, b: string): boolean {
  const [one, other] = [a, b].map(text =>
    text.toLowerCase().replace(/[._]/g, '-'),
  );
  const [short, long] =
    one.length <= other.length ? [one, other] : [other, one];
  return (
    short === long ||
    (short.length >= 3 &&
      (long.startsWith(`${short}-`) || long.endsWith(`-${short}`)))
  );
}
