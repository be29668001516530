import type { Reason } from '@ripplehq/backstage-plugin-changes-common';
import { Situation } from './Situation';
import {
  type Feature,
  featuresOf,
  noneFeatures,
  wordsOfLane,
} from './features';
import type { Candidate, RankedLane, SuspectQuestion } from './question';
import { WEIGHTS } from './weights';

/** Most suspects that are named; the rest is told as one number. @internal */
export const SUSPECTS_MAX = 4;
/** Changes before this are not looked at. @internal */
export const CANDIDATE_WINDOW_HOURS = 24;

const HOUR_MS = 3_600_000;

/** @internal */
export interface Ranking {
  suspects: {
    event: Candidate;
    lane: RankedLane;
    probability: number;
    reasons: Reason[];
  }[];
  others: { count: number; probability: number };
  noChange: number;
}

/**
 * Ranks the changes that may have caused a symptom. Every fact has a weight; a change's score is their sum, and probabilities are the
 * softmax of all scores and that of "no recorded change explains this". All add up to 1.
 * @internal
 */
export function rankSuspects(
  question: SuspectQuestion,
  max = SUSPECTS_MAX,
): Ranking {
  const { candidates, none } = evidenceOf(question);
  const scored = candidates
    .map(({ event, lane, features }) => ({
      event,
      lane,
      features,
      odds: oddsOf(features),
    }))
    .sort((a, b) => b.odds - a.odds || a.event.id.localeCompare(b.event.id));
  const noChangeOdds = oddsOf(none);
  const total = scored.reduce((sum, { odds }) => sum + odds, noChangeOdds);
  const rest = scored.slice(max);
  return {
    suspects: scored.slice(0, max).map(({ event, lane, features, odds }) => ({
      event,
      lane,
      probability: odds / total,
      reasons: mostTelling(features),
    })),
    others: {
      count: rest.length,
      probability: rest.reduce((sum, { odds }) => sum + odds, 0) / total,
    },
    noChange: noChangeOdds / total,
  };
}

/**
 * All candidates with what speaks for and against each, and what speaks for none of them.
 * @internal
 */
export function evidenceOf(question: SuspectQuestion): {
  candidates: { event: Candidate; lane: RankedLane; features: Feature[] }[];
  none: Feature[];
} {
  const situation = Situation.create(question);
  const words = new Map(
    question.lanes.map(lane => [lane, wordsOfLane(lane, situation)]),
  );
  const candidates = candidatesOf(question);
  return {
    candidates: candidates.map(({ event, lane }) => ({
      event,
      lane,
      features: featuresOf(event, lane, words.get(lane)!, situation),
    })),
    none: noneFeatures(situation, candidates.length),
  };
}

function oddsOf(features: readonly Feature[]): number {
  return Math.exp(
    features.reduce((sum, feature) => sum + weightOf(feature), 0),
  );
}

function weightOf({ code, value }: Feature): number {
  return (WEIGHTS[code] ?? 0) * value;
}

function candidatesOf(
  question: SuspectQuestion,
): { event: Candidate; lane: RankedLane }[] {
  const { events, lanes, symptom } = question;
  const changes = events.filter(
    event => event.type === 'change' && isCandidate(event, question),
  );
  const ids = new Set(changes.map(({ id }) => id));
  const byRef = new Map(lanes.map(lane => [lane.entityRef, lane]));
  return changes.flatMap(event => {
    // A step of another suspect is told with that one.
    if (event.partOf && ids.has(event.partOf)) return [];
    if (actsThroughRollout(event) && isFollowedByRollout(event, changes)) {
      return [];
    }
    const lane = event.entityRefs
      .flatMap(ref => byRef.get(ref) ?? [])
      .sort((a, b) => a.degree - b.degree)[0];
    return lane && event.id !== symptom.eventId ? [{ event, lane }] : [];
  });
}

// A merge or a build alters nothing that runs until it is rolled out; then the rollout is the suspect.
function actsThroughRollout({ kind }: Candidate): boolean {
  return kind === 'code' || kind === 'pipeline';
}

function isFollowedByRollout(
  event: Candidate,
  changes: readonly Candidate[],
): boolean {
  const start = Date.parse(event.startedAt);
  return changes.some(
    ({ kind, startedAt, entityRefs }) =>
      kind === 'deployment' &&
      Date.parse(startedAt) >= start &&
      entityRefs.some(ref => event.entityRefs.includes(ref)),
  );
}

// What began after the onset is an effect. Nothing outside production is suspected for production.
function isCandidate(
  event: Candidate,
  { symptom, production }: SuspectQuestion,
): boolean {
  const start = Date.parse(event.startedAt);
  const last = event.endedAt ? Date.parse(event.endedAt) : Infinity;
  if (start > symptom.onset.to) return false;
  if (last < symptom.onset.from - CANDIDATE_WINDOW_HOURS * HOUR_MS) {
    return false;
  }
  const isForeign =
    event.environment !== undefined &&
    symptom.environment !== undefined &&
    event.environment !== symptom.environment;
  return !(
    isForeign &&
    production.includes(symptom.environment!) &&
    !production.includes(event.environment!)
  );
}

// When and where come first, then what weighs most either way.
function mostTelling(features: readonly Feature[]): Reason[] {
  const reasons = features.flatMap(({ text, ...feature }) =>
    text === undefined
      ? []
      : [
          {
            code: feature.code,
            text,
            weight: Math.round(weightOf(feature) * 100) / 100,
            ...(feature.link && { link: feature.link }),
          },
        ],
  );
  const rest = reasons
    .slice(2)
    .filter(({ weight }) => weight !== 0)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return [...reasons.slice(0, 2), ...rest];
}
