import type { Workload } from '../workload/Workload';
import { revisionClue, shown, type Clue } from './Clue';

const REF = /^app\.komodor\.com\/(.+)\.ref$/;

/**
 * Komodor's pair of annotations, already written on many workloads: `app.komodor.com/<name>` holds a repository's address and
 * `app.komodor.com/<name>.ref` a commit or tag of it. The name is free; there may be several pairs.
 */
export function komodorAnnotation(workload: Workload): Clue[] {
  return Object.entries(workload.annotations).flatMap(([key, value]) => {
    const name = REF.exec(key)?.[1];
    const repositoryUrl =
      name && workload.annotations[`app.komodor.com/${name}`];
    const clue = revisionClue(value);
    return name && repositoryUrl && clue
      ? [
          {
            ...clue,
            where: `annotation ${key} ${shown(clue)}`,
            origin: `annotation ${key}`,
            repositoryUrl,
          },
        ]
      : [];
  });
}
