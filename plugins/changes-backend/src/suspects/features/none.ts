import type { Situation } from '../Situation';
import type { Feature } from './Feature';

const GAPS_MAX = 3;

/** Alarms that speak of something that nobody changed. */
const NOT_A_CHANGE =
  /certificate|x509|tls handshake|no space left|disk (is )?full|node (is )?not ?ready|kubelet|hardware|power|request rate|traffic|spike|ddos/i;

/** What speaks for "no recorded change explains this". @internal */
export function noneFeatures(
  situation: Situation,
  candidates: number,
): Feature[] {
  const { gaps, withheld, symptom, lanes } = situation.question;
  const features: Feature[] = [
    { code: 'none', value: 1 },
    // Where much changes, that something changed just before says little.
    { code: 'none-crowd', value: Math.log1p(candidates) },
  ];
  if (gaps.length > 0) {
    features.push({
      code: 'none-gaps',
      value: Math.min(gaps.length, GAPS_MAX),
    });
  }
  if (withheld > 0) features.push({ code: 'none-withheld', value: 1 });
  if (NOT_A_CHANGE.test(`${symptom.title} ${symptom.detail ?? ''}`)) {
    features.push({ code: 'none-words', value: 1 });
  }
  if (
    !lanes.some(
      ({ entityRef, degree }) => degree > 0 && situation.isIll(entityRef),
    )
  ) {
    features.push({ code: 'none-alone', value: 1 });
  }
  return features;
}
