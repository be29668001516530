import {
  tellingScopes,
  type CoverageInterval,
  type Suspects,
} from '@ripplehq/backstage-plugin-changes-common';
import { compareCoverage } from '../timeline/coverage';

/** Per source and instance the worst that was, and up to when it was complete. @internal */
export function completeness(
  intervals: readonly CoverageInterval[],
): Suspects['coverage'] {
  const groups = new Map<string, CoverageInterval[]>();
  for (const interval of intervals) {
    const key = `${interval.source} ${interval.instance}`;
    groups.set(key, [...(groups.get(key) ?? []), interval]);
  }
  return [...groups.values()].map(group => {
    const last = tellingScopes([
      ...new Map(group.map(interval => [interval.scope, interval])).values(),
    ]).sort(compareCoverage)[0];
    const { source, instance, state, reason } = last;
    const completeTo = { live: last.at, stale: last.from }[state as string];
    return {
      source,
      instance,
      state,
      ...(completeTo ? { completeTo } : {}),
      ...(reason ? { reason } : {}),
    };
  });
}
