import type { Situation } from '../Situation';
import type { Candidate, RankedLane } from '../question';
import type { Feature } from './Feature';
import { conductFeatures } from './conduct';
import { diffFeatures } from './diff';
import { placeFeatures } from './place';
import { timeFeatures } from './time';
import { troubleFeatures } from './trouble';
import { wordFeatures } from './words';

export type { Feature } from './Feature';
export { noneFeatures } from './none';

/** All that speaks for and against a change; when and where come first. @internal */
export function featuresOf(
  change: Candidate,
  lane: RankedLane,
  situation: Situation,
): Feature[] {
  return [
    ...timeFeatures(change, situation.question),
    ...placeFeatures(change, lane, situation),
    ...diffFeatures(change.diff ?? []),
    ...troubleFeatures(change, lane, situation),
    ...wordFeatures(change, lane, situation),
    ...conductFeatures(change, lane, situation),
  ];
}
