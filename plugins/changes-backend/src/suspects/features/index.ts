import type { Situation } from '../Situation';
import type { Candidate, RankedLane } from '../question';
import type { Feature } from './Feature';
import { conductFeatures } from './conduct';
import { diffFeatures } from './diff';
import { placeFeatures } from './place';
import { timeFeatures } from './time';
import { troubleFeatures } from './trouble';
import { type LaneWords, wordFeatures } from './words';

export type { Feature } from './Feature';
export { noneFeatures } from './none';
export { wordsOfLane } from './words';

/**
 * All that speaks for and against a change; when and where come first.
 * @param words - Of the lane, see {@link wordsOfLane}.
 * @internal
 */
export function featuresOf(
  change: Candidate,
  lane: RankedLane,
  words: LaneWords,
  situation: Situation,
): Feature[] {
  return [
    ...timeFeatures(change, situation.question),
    ...placeFeatures(change, lane, situation),
    ...diffFeatures(change.diff ?? []),
    ...troubleFeatures(change, lane, situation),
    ...wordFeatures(change, words, situation),
    ...conductFeatures(change, lane, situation),
  ];
}
