import type { CoverageInterval } from '@ripplehq/backstage-plugin-changes-common';
import type { CoverageRow } from '../store/questions/coverage';
import { timestampOf } from '../store/rows';

/** Without a word for so many periods a source is stale. */
const STALE_AFTER_PERIODS = 2;

/**
 * Stored stretches as they are to be told: a live one whose source has not spoken for twice its period is stale since its last word.
 * @internal
 */
export function coverageIntervals(
  rows: readonly CoverageRow[],
  now: number,
): CoverageInterval[] {
  return rows.flatMap(row => {
    const told = {
      source: row.source,
      scope: row.scope,
      instance: row.instance,
      at: timestampOf(row.at),
      ...(row.reason ? { reason: row.reason } : {}),
    };
    const until = row.to_at === null ? {} : { to: timestampOf(row.to_at) };
    const isSilent =
      row.state === 'live' &&
      row.to_at === null &&
      now - row.at > row.period_seconds * STALE_AFTER_PERIODS * 1000;
    if (!isSilent) {
      return [
        { ...told, state: row.state, from: timestampOf(row.from_at), ...until },
      ];
    }
    return [
      {
        ...told,
        state: 'live' as const,
        from: timestampOf(row.from_at),
        to: timestampOf(row.at),
      },
      {
        ...told,
        state: 'stale' as const,
        from: timestampOf(row.at),
      },
    ];
  });
}

const WORST_FIRST: CoverageInterval['state'][] = [
  'not-observed',
  'forbidden',
  'stale',
  'live',
];

/** Worst first. @internal */
export function compareCoverage(
  a: Pick<CoverageInterval, 'state'>,
  b: Pick<CoverageInterval, 'state'>,
): number {
  return WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state);
}

/** Where subjects come from: `source` and instance, as coverage knows them. @internal */
export interface Origin {
  source: string;
  instance: string;
}

/**
 * The stretches that matter for what is shown: those of the subjects' origins, and every cluster's, since an object that nobody could
 * read may belong here.
 * @internal
 */
export function relevantCoverage<T extends Origin>(
  intervals: readonly T[],
  origins: readonly Origin[],
): T[] {
  const wanted = new Set(origins.map(key));
  return intervals.filter(
    interval => interval.source === 'kubernetes' || wanted.has(key(interval)),
  );
}

function key({ source, instance }: Origin): string {
  return `${source} ${instance}`;
}
