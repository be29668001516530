import type { RankedCase } from './Ranker';

const BOOTSTRAPS = 1000;
const BINS = 10;

/** How a ranker did on one case; expectations over ties, as if each tie were broken by lot. */
export interface CaseResult {
  tags: string[];
  /** Null: no change was the cause. */
  cause: string | null;
  /** Where the cause stands among the suspects, whatever is believed of "no change"; of no meaning without a cause. */
  top1: number;
  top3: number;
  reciprocalRank: number;
  noChange: number;
  /** Whether what is believed most, a suspect or "no change", is true. */
  right: number;
  /** Of the first suspect or of "no change", whichever is believed more; absent where they are no probabilities. */
  confidence?: { probability: number; right: number };
  ms: number;
}

/** Looks up where the cause stands. */
export function judge(
  ranked: RankedCase,
  truth: { cause: string | null; tags: string[] },
  ms: number,
): CaseResult {
  const best = Math.max(...ranked.suspects.map(s => s.probability), -Infinity);
  const isNone = ranked.noChange > best || ranked.suspects.length === 0;
  const common = {
    tags: truth.tags,
    cause: truth.cause,
    noChange: ranked.noChange,
    ms,
  };
  const isProbability =
    Number.isFinite(ranked.noChange) && ranked.noChange <= 1 && best <= 1;
  const rated = (
    fields: Pick<CaseResult, 'top1' | 'top3' | 'reciprocalRank' | 'right'>,
  ) => ({
    ...common,
    ...fields,
    ...(isProbability && {
      confidence: {
        probability: Math.max(best, ranked.noChange),
        right: fields.right,
      },
    }),
  });
  if (truth.cause === null) {
    return rated({
      top1: 0,
      top3: 0,
      reciprocalRank: 0,
      right: Number(isNone),
    });
  }
  const own = ranked.suspects.find(s => s.eventId === truth.cause)?.probability;
  if (own === undefined) {
    return rated({ top1: 0, top3: 0, reciprocalRank: 0, right: 0 });
  }
  const above = ranked.suspects.filter(s => s.probability > own).length;
  const ties = ranked.suspects.filter(s => s.probability === own).length;
  const within = (k: number) => Math.min(1, Math.max(0, (k - above) / ties));
  return rated({
    top1: within(1),
    top3: within(3),
    reciprocalRank: meanReciprocal(above, ties),
    right: isNone ? 0 : within(1),
  });
}

function meanReciprocal(above: number, ties: number): number {
  let sum = 0;
  for (let i = 1; i <= ties; i += 1) sum += 1 / (above + i);
  return sum / ties;
}

/** A figure with its 95 % interval by bootstrap. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

export function meanWithInterval(
  values: readonly number[],
  random: () => number,
): Interval {
  const mean = (list: readonly number[]) =>
    list.reduce((sum, value) => sum + value, 0) / list.length;
  if (values.length === 0) return { value: NaN, low: NaN, high: NaN };
  const means = Array.from({ length: BOOTSTRAPS }, () =>
    mean(values.map(() => values[Math.floor(random() * values.length)])),
  ).sort((a, b) => a - b);
  return {
    value: mean(values),
    low: means[Math.floor(BOOTSTRAPS * 0.025)],
    high: means[Math.floor(BOOTSTRAPS * 0.975)],
  };
}

/** How well "no change" parts cases without a cause from those with one; 0.5 is a coin. */
export function aurocOfNoChange(results: readonly CaseResult[]): number {
  const without = results.filter(({ cause }) => cause === null);
  const withCause = results.filter(({ cause }) => cause !== null);
  let wins = 0;
  for (const one of without) {
    for (const other of withCause) {
      if (one.noChange > other.noChange) wins += 1;
      else if (one.noChange === other.noChange) wins += 0.5;
    }
  }
  return wins / (without.length * withCause.length);
}

/** Expected calibration error: how far shown probabilities are from how often they were right, weighted by bin. */
export function calibrationError(
  results: readonly CaseResult[],
): number | undefined {
  const told = results.flatMap(({ confidence }) => confidence ?? []);
  if (told.length === 0) return undefined;
  let error = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    const inBin = told.filter(
      ({ probability }) =>
        Math.min(BINS - 1, Math.floor(probability * BINS)) === bin,
    );
    if (inBin.length === 0) continue;
    const shown = inBin.reduce((sum, c) => sum + c.probability, 0);
    const right = inBin.reduce((sum, c) => sum + c.right, 0);
    error += Math.abs(shown - right) / told.length;
  }
  return error;
}
