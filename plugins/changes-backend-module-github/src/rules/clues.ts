import { mainContainer } from '../workload/mainContainer';
import type { Workload } from '../workload/Workload';
import type { Clue } from './Clue';
import { imageTagCommit } from './imageTagCommit';
import { imageTagVersion } from './imageTagVersion';
import { komodorAnnotation } from './komodorAnnotation';
import { revisionAnnotation } from './revisionAnnotation';
import { versionLabel } from './versionLabel';

/** All hints on a workload, the most trustworthy first. */
export function clues(workload: Workload, names: readonly string[]): Clue[] {
  const container = mainContainer(workload, names);
  return [
    ...revisionAnnotation(workload),
    ...komodorAnnotation(workload),
    ...(container ? imageTagCommit(container) : []),
    ...(container ? imageTagVersion(container) : []),
    ...versionLabel(workload),
  ];
}

/**
 * The hints of each side that the other one does not have. One that stayed while others moved was forgotten by who wrote it, and would
 * lie.
 */
export function movedClues(
  before: readonly Clue[],
  after: readonly Clue[],
): { before: Clue[]; after: Clue[] } {
  const identity = (clue: Clue) => `${clue.origin}\n${clue.value}`;
  const old = new Set(before.map(identity));
  const now = new Set(after.map(identity));
  return {
    before: before.filter(clue => !now.has(identity(clue))),
    after: after.filter(clue => !old.has(identity(clue))),
  };
}
