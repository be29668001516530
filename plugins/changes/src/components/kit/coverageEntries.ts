import {
  tellingScopes,
  type CoverageInterval,
} from '@ripplehq/backstage-plugin-changes-common';
import { millis } from './TimeFormat';

export type CoverageState = CoverageInterval['state'];

/** What one instance of a source observes at a moment: the worst of the scopes that tell. */
export interface CoverageEntry {
  source: string;
  instance: string;
  state: CoverageState;
  /** Milliseconds since 1970: the last word while live, else since when it is as it is. */
  at: number;
  reason?: string;
}

const BADNESS: Record<CoverageState, number> = {
  live: 0,
  forbidden: 1,
  'not-observed': 2,
  stale: 3,
};

/** The entries that hold at a moment, worst first, then by name. */
export function coverageEntries(
  intervals: CoverageInterval[],
  now: number,
): CoverageEntry[] {
  const instances = new Map<string, CoverageInterval[]>();
  for (const interval of intervals) {
    if (!holdsAt(interval, now)) continue;
    const key = `${interval.source}/${interval.instance}`;
    instances.set(key, [...(instances.get(key) ?? []), interval]);
  }
  const entries = [...instances.values()].map(scopes =>
    tellingScopes(scopes).map(toEntry).reduce(worse),
  );
  return entries.sort(
    (a, b) =>
      BADNESS[b.state] - BADNESS[a.state] ||
      a.source.localeCompare(b.source) ||
      a.instance.localeCompare(b.instance),
  );
}

function holdsAt(interval: CoverageInterval, at: number): boolean {
  return (
    millis(interval.from) <= at &&
    (interval.to === undefined || millis(interval.to) > at)
  );
}

function toEntry(interval: CoverageInterval): CoverageEntry {
  return {
    source: interval.source,
    instance: interval.instance,
    state: interval.state,
    at: millis(interval.state === 'live' ? interval.at : interval.from),
    reason: interval.reason,
  };
}

function worse(a: CoverageEntry, b: CoverageEntry): CoverageEntry {
  if (a.state !== b.state) return BADNESS[a.state] > BADNESS[b.state] ? a : b;
  return a.at < b.at ? a : b;
}
