import type { Situation } from '../Situation';
import type { Candidate, RankedLane } from '../question';
import { duration } from '../words';
import type { Feature } from './Feature';
import { lastStep } from './time';

const MINUTE_MS = 60_000;
const SOON_MS = 15 * MINUTE_MS;
/** A monitor may see the first pods fail before the rollout's first step is told. */
const SLACK_MS = MINUTE_MS;
/** This long without trouble speaks for a change. */
const LONG_MS = 60 * MINUTE_MS;

/** What is wrong with the changed entity, and with those between it and the symptom. @internal */
export function troubleFeatures(
  change: Candidate,
  lane: RankedLane,
  situation: Situation,
): Feature[] {
  return [
    ...ownTrouble(change, lane, situation),
    ...before(change, situation),
    ...between(lane, situation),
  ];
}

function ownTrouble(
  change: Candidate,
  lane: RankedLane,
  situation: Situation,
): Feature[] {
  const { question } = situation;
  const start = Date.parse(change.startedAt);
  const done = lastStep(change, question);
  const name = lane.title;
  const trouble = situation.newTrouble(lane.entityRef);
  if (!trouble) {
    if (lane.degree === 0) return quietAfter(done, lane, situation);
    return lane.health === 'unknown'
      ? []
      : [
          {
            code: 'stayed-healthy',
            value: 1,
            text: `${name} itself shows no issue`,
          },
        ];
  }
  const at = Date.parse(trouble.startedAt);
  if (at < start - SLACK_MS) {
    return [
      {
        code: 'ill-before-change',
        value: 1,
        text: `${name} was in trouble before it (${trouble.title})`,
        link: trouble.id,
      },
    ];
  }
  const isRoot = situation.isRoot(lane.entityRef);
  const features: Feature[] = [
    {
      code: at <= done + SOON_MS ? 'ill-soon-after' : 'ill-later',
      value: 1,
      text: `${name} itself got into trouble ${
        at > done ? `${duration(at - done)} after it` : 'while it was under way'
      } (${trouble.title})`,
      link: trouble.id,
    },
  ];
  if (isRoot && lane.degree > 0) {
    features.push({
      code: 'deepest-trouble',
      value: 1,
      text: `Nothing that ${name} depends on is in trouble`,
    });
  }
  if (at <= situation.firstTroubleAt && lane.degree > 0) {
    features.push({
      code: 'first-trouble',
      value: 1,
      text: `${name} was the first in trouble`,
    });
  }
  return features;
}

function quietAfter(
  done: number,
  lane: RankedLane,
  situation: Situation,
): Feature[] {
  const quiet = situation.question.symptom.onset.from - done;
  const features: Feature[] = situation.isRoot(lane.entityRef)
    ? [{ code: 'alone-in-trouble', value: 1 }]
    : [
        {
          code: 'upstream-in-trouble',
          value: 1,
          text: `Something that ${lane.title} depends on is in trouble as well`,
        },
      ];
  return quiet > LONG_MS
    ? [
        ...features,
        {
          code: 'healthy-after',
          value: 1,
          text: `${lane.title} went on for ${duration(quiet)} after it`,
        },
      ]
    : features;
}

// What begins when something is already wrong is more often an effect or a remedy.
function before(change: Candidate, situation: Situation): Feature[] {
  return Date.parse(change.startedAt) > situation.firstTroubleAt + SLACK_MS
    ? [
        {
          code: 'after-first-trouble',
          value: 1,
          text: 'It began when something was already wrong',
        },
      ]
    : [];
}

function between(lane: RankedLane, situation: Situation): Feature[] {
  const inner = lane.path.slice(1, -1);
  if (inner.length === 0) return [];
  const ill = inner.filter(ref => situation.isIll(ref));
  const names = ill.map(ref => situation.lane(ref)?.title ?? ref);
  return [
    {
      code: 'path-in-trouble',
      value: ill.length / inner.length,
      ...(ill.length > 0 && {
        text: `On the way to it ${names.join(' and ')} ${
          ill.length === 1 ? 'is' : 'are'
        } in trouble too`,
      }),
    },
    { code: 'path-healthy', value: 1 - ill.length / inner.length },
  ];
}
