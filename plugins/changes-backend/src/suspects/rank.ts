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

/** A change that is looked at, with the family that it is told with. */
interface Suspicion {
  event: Candidate;
  lane: RankedLane;
  /** Id of the outermost event that it lies in, its own where it lies in none. */
  family: string;
  depth: number;
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
    .map(candidate => ({ ...candidate, odds: oddsOf(candidate.features) }))
    .sort(
      (a, b) =>
        b.odds - a.odds ||
        a.depth - b.depth ||
        a.event.id.localeCompare(b.event.id),
    )
    .filter(isFirstOfFamily());
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
  candidates: (Suspicion & { features: Feature[] })[];
  none: Feature[];
} {
  const situation = Situation.create(question);
  const words = new Map(
    question.lanes.map(lane => [lane, wordsOfLane(lane, situation)]),
  );
  const candidates = candidatesOf(question);
  return {
    candidates: candidates.map(candidate => ({
      ...candidate,
      features: featuresOf(
        candidate.event,
        candidate.lane,
        words.get(candidate.lane)!,
        situation,
      ),
    })),
    none: noneFeatures(
      situation,
      new Set(candidates.map(({ family }) => family)).size,
    ),
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

/**
 * By the id of an event, what it lies in: the outermost of the events that are known, and how many steps away that is.
 * @internal
 */
export function familiesOf(
  events: readonly Pick<Candidate, 'id' | 'partOf'>[],
): Map<string, { family: string; depth: number }> {
  const wholes = new Map(events.map(({ id, partOf }) => [id, partOf]));
  return new Map(
    events.map(({ id }) => {
      const chain = new Set([id]);
      let family = id;
      for (
        let whole = wholes.get(id);
        whole !== undefined && wholes.has(whole) && !chain.has(whole);
        whole = wholes.get(whole)
      ) {
        chain.add(whole);
        family = whole;
      }
      return [id, { family, depth: chain.size - 1 }];
    }),
  );
}

// A sync, its rollout and the setting in it are one suspect: the one of them that explains best.
function isFirstOfFamily(): (suspicion: Suspicion) => boolean {
  const named = new Set<string>();
  return ({ family }) => {
    if (named.has(family)) return false;
    named.add(family);
    return true;
  };
}

function candidatesOf(question: SuspectQuestion): Suspicion[] {
  const { events, lanes, symptom } = question;
  const changes = events.filter(
    event => event.type === 'change' && isCandidate(event, question),
  );
  const families = familiesOf(changes);
  const byRef = new Map(lanes.map(lane => [lane.entityRef, lane]));
  return changes.flatMap(event => {
    if (actsThroughRollout(event) && isFollowedByRollout(event, changes)) {
      return [];
    }
    const lane = event.entityRefs
      .flatMap(ref => byRef.get(ref) ?? [])
      .sort((a, b) => a.degree - b.degree)[0];
    return lane && event.id !== symptom.eventId
      ? [{ event, lane, ...families.get(event.id)! }]
      : [];
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
