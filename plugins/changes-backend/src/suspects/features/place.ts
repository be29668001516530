import type { Situation } from '../Situation';
import type { Candidate, RankedLane } from '../question';
import type { Feature } from './Feature';

/** Where a change happened, seen from the symptom's entity. @internal */
export function placeFeatures(
  change: Candidate,
  lane: RankedLane,
  situation: Situation,
): Feature[] {
  const { symptom } = situation.question;
  const names = lane.path.map(ref => situation.lane(ref)?.title ?? ref);
  const features: Feature[] = [
    lane.nearby
      ? {
          code: 'nearby',
          value: 1,
          text: `On ${lane.title}: ${lane.nearby}, no dependency declared`,
        }
      : {
          code: `degree-${lane.degree}`,
          value: 1,
          text:
            lane.degree === 0
              ? `On ${lane.title} itself`
              : `${lane.degree} ${
                  lane.degree === 1 ? 'hop' : 'hops'
                } upstream: ${names.join(' → ')}`,
        },
  ];
  if (
    change.environment &&
    symptom.environment &&
    change.environment !== symptom.environment
  ) {
    features.push({
      code: 'other-environment',
      value: 1,
      text: `It happened in ${change.environment}, the trouble is in ${symptom.environment}`,
    });
  }
  return features;
}
