import type {
  Suspect,
  Suspects,
} from '@ripplehq/backstage-plugin-changes-common';

/** Suspects that are numbered; the rest share one part. */
export const SUSPECTS_SHOWN = 4;

/** The likely causes, in whole percent that add up to 100. */
export interface SuspectRows {
  rows: {
    suspect: Suspect;
    rank: number;
    percent: number;
    /** Where it happened, if another row reads the same. */
    place?: string;
  }[];
  others: { count: number; percent: number };
  noChange: number;
}

/** The rows of the panel. */
export function suspectRows(suspects: Suspects): SuspectRows {
  const shown = suspects.suspects.slice(0, SUSPECTS_SHOWN);
  const rest = suspects.suspects.slice(SUSPECTS_SHOWN);
  const percents = wholePercents([
    ...shown.map(suspect => suspect.probability),
    rest.reduce((sum, suspect) => sum + suspect.probability, 0) +
      suspects.others.probability,
    suspects.noChange,
  ]);
  const titles = shown.map(({ event }) => event.title);
  return {
    rows: shown.map((suspect, index) => {
      const { cluster, environment, title } = suspect.event;
      const isOnly = titles.indexOf(title) === titles.lastIndexOf(title);
      const place = isOnly ? undefined : cluster ?? environment;
      return {
        suspect,
        rank: index + 1,
        percent: percents[index],
        ...(place ? { place } : {}),
      };
    }),
    others: {
      count: rest.length + suspects.others.count,
      percent: percents[shown.length],
    },
    noChange: percents[shown.length + 1],
  };
}

/** Number by event id. */
export function suspectRanks(
  suspects: Suspects | undefined,
): ReadonlyMap<string, number> {
  return new Map(
    (suspects?.symptom ? suspects.suspects : [])
      .slice(0, SUSPECTS_SHOWN)
      .map((suspect, index) => [suspect.event.id, index + 1]),
  );
}

/** Whole percents of the parts, by largest remainder: their sum is 100 unless all parts are 0. */
export function wholePercents(parts: readonly number[]): number[] {
  const sum = parts.reduce((a, b) => a + b, 0);
  if (sum <= 0) return parts.map(() => 0);
  const exact = parts.map(part => (part / sum) * 100);
  const whole = exact.map(Math.floor);
  const missing = 100 - whole.reduce((a, b) => a + b, 0);
  exact
    .map((value, index) => ({ index, remainder: value - whole[index] }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
    .slice(0, missing)
    .forEach(({ index }) => {
      whole[index] += 1;
    });
  return whole;
}
