import type { Workload } from '../workload/Workload';
import { revisionClue, shown, type Clue } from './Clue';

const REVISION = 'org.opencontainers.image.revision';
const SOURCE = 'org.opencontainers.image.source';

/** The Open Container Initiative's names, written on the workload or its pod template by many pipelines. */
export function revisionAnnotation(workload: Workload): Clue[] {
  return (['annotation', 'label'] as const).flatMap(place => {
    const values =
      place === 'annotation' ? workload.annotations : workload.labels;
    const clue = values[REVISION] && revisionClue(values[REVISION]);
    if (!clue) return [];
    return [
      {
        ...clue,
        where: `${place} ${REVISION} ${shown(clue)}`,
        origin: `${place} ${REVISION}`,
        repositoryUrl: workload.annotations[SOURCE],
      },
    ];
  });
}
