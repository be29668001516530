import type { Container } from '../workload/Workload';
import type { Clue } from './Clue';
import { isVersion } from './version';

/** A tag that a release of the repository may be called: `v2.14.1`, `2.14.1`. */
export function imageTagVersion(container: Container): Clue[] {
  const tag = container.reference.tag;
  if (!tag || !isVersion(tag)) return [];
  return [
    {
      kind: 'version',
      value: tag,
      where: `image tag ${tag}`,
      origin: `image of ${container.name}`,
      needsKinship: true,
    },
  ];
}
