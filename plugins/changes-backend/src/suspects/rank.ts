import type { Reason } from '@ripplehq/backstage-plugin-changes-common';
import { reasonsFor } from './features';
import type { Candidate, RankedLane, SuspectQuestion } from './question';

/** Most suspects that are named; the rest is told as one number. @internal */
export const SUSPECTS_MAX = 4;
/** Changes before this are not looked at. @internal */
export const CANDIDATE_WINDOW_HOURS = 24;

/** How much "no recorded change explains this" weighs, before anything is known to be missing. */
const NO_CHANGE = 1.8;
const COVERAGE_GAP = 0.5;
const COVERAGE_GAPS_MAX = 1.5;
const WITHHELD = 0.3;

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
 * Ranks the changes that may have caused a symptom. Every reason has a weight; a change's score is their sum, and probabilities are
 * the softmax of all scores and that of "no recorded change explains this". All add up to 1.
 * @internal
 */
export function rankSuspects(
  question: SuspectQuestion,
  max = SUSPECTS_MAX,
): Ranking {
  const scored = candidatesOf(question)
    .map(({ event, lane }) => {
      const reasons = reasonsFor(event, lane, question);
      const score = reasons.reduce((sum, { weight }) => sum + weight, 0);
      return { event, lane, reasons, odds: Math.exp(score) };
    })
    .sort((a, b) => b.odds - a.odds || a.event.id.localeCompare(b.event.id));
  const noChangeOdds = Math.exp(noChangeScore(question));
  const total = scored.reduce((sum, { odds }) => sum + odds, noChangeOdds);
  const rest = scored.slice(max);
  return {
    suspects: scored.slice(0, max).map(({ event, lane, reasons, odds }) => ({
      event,
      lane,
      probability: odds / total,
      reasons: mostTelling(reasons),
    })),
    others: {
      count: rest.length,
      probability: rest.reduce((sum, { odds }) => sum + odds, 0) / total,
    },
    noChange: noChangeOdds / total,
  };
}

function candidatesOf(
  question: SuspectQuestion,
): { event: Candidate; lane: RankedLane }[] {
  const { events, lanes, symptom } = question;
  const changes = events.filter(
    event => event.type === 'change' && isCandidate(event, question),
  );
  const ids = new Set(changes.map(({ id }) => id));
  return changes.flatMap(event => {
    // A step of another suspect is told with that one.
    if (event.partOf && ids.has(event.partOf)) return [];
    const lane = lanes
      .filter(({ entityRef }) => event.entityRefs.includes(entityRef))
      .sort((a, b) => a.degree - b.degree)[0];
    return lane && event.id !== symptom.eventId ? [{ event, lane }] : [];
  });
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

function noChangeScore({ gaps, withheld }: SuspectQuestion): number {
  return (
    NO_CHANGE +
    Math.min(gaps.length * COVERAGE_GAP, COVERAGE_GAPS_MAX) +
    (withheld > 0 ? WITHHELD : 0)
  );
}

// When and where come first, then what weighs most either way.
function mostTelling(reasons: Reason[]): Reason[] {
  const rest = reasons
    .slice(2)
    .filter(({ weight }) => weight !== 0)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return [...reasons.slice(0, 2), ...rest].map(reason => ({
    ...reason,
    weight: Math.round(reason.weight * 100) / 100,
  }));
}
