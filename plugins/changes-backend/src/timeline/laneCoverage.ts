import type { CoverageInterval } from '@ripplehq/backstage-plugin-changes-common';
import type { LaneEntity } from '../graph/lanes';
import { scopesOf } from '../health/watch';

/**
 * Per lane, indexes of the stretches in which its subjects were or were not observed, ascending. The catalog's own subjects are known
 * without anybody's watch.
 * @internal
 */
export function laneCoverage(
  lanes: readonly LaneEntity[],
  coverage: readonly CoverageInterval[],
): number[][] {
  const indexes = new Map(coverage.map((interval, index) => [interval, index]));
  const ofSubject = new Map<string, number[]>();
  const covering = (subject: string) => {
    const known = ofSubject.get(subject);
    if (known) return known;
    const found = scopesOf(subject, coverage).map(
      interval => indexes.get(interval)!,
    );
    ofSubject.set(subject, found);
    return found;
  };
  return lanes.map(({ bindings }) =>
    [...new Set(bindings.flatMap(({ subject }) => covering(subject)))].sort(
      (a, b) => a - b,
    ),
  );
}
