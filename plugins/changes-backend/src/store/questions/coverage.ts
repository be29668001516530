import type { CoverageInterval } from '@ripplehq/backstage-plugin-changes-common';
import type { Queryable } from '../Sql';

/** A stored stretch of one scope's state. Times are milliseconds. */
export interface CoverageRow {
  source: string;
  instance: string;
  scope: string;
  state: CoverageInterval['state'];
  from_at: number;
  to_at: number | null;
  at: number;
  period_seconds: number;
  reason: string | null;
}

/** All stretches that reach into a window, oldest first. */
export async function coverageBetween(
  queryable: Queryable,
  options: { from: number; to: number },
): Promise<CoverageRow[]> {
  return queryable.all<CoverageRow>(
    `select source, instance, scope, state, from_at, to_at, at, period_seconds, reason
     from coverage
     where from_at < ? and (to_at is null or to_at > ?)
     order by source, scope, from_at`,
    [options.to, options.from],
  );
}

/** What lasts now. */
export async function coverageNow(
  queryable: Queryable,
): Promise<CoverageRow[]> {
  return queryable.all<CoverageRow>(
    `select source, instance, scope, state, from_at, to_at, at, period_seconds, reason
     from coverage
     where to_at is null
     order by source, scope`,
  );
}

/** Instances that were once observed and that their source no longer has. */
export function endedInstances(
  queryable: Queryable,
): Promise<{ source: string; instance: string }[]> {
  return queryable.all(
    `select source, instance
     from coverage
     group by source, instance
     having count(*) = count(to_at)`,
  );
}
