import type { EntityHealth } from '@ripplehq/backstage-plugin-changes-common';
import type { StoredEvent } from '../store/rows';
import type { KnownWorkload } from './facts';
import { healthOf } from './shown';
import { compareStatus } from './standing';
import { workloadHealth } from './workload';

/** What is gone or has ended for good is told of for so long. */
const OVER_SHOWN_MS = 86_400_000;
const ROWS_MAX = 200;

/**
 * An entity's workloads as they are told, worst first.
 * @param issues - open health issues
 * @internal
 */
export function workloadRows(
  workloads: readonly KnownWorkload[],
  issues: readonly StoredEvent[],
  now: number,
): EntityHealth['workloads'] {
  return workloads
    .filter(workload => !(overSince(workload) < now - OVER_SHOWN_MS))
    .map(workload => {
      const { id, row, summary, environment, watch } = workload;
      return {
        subject: row.subject,
        kind: row.kind,
        name: row.name,
        cluster: row.cluster,
        namespace: row.namespace,
        environment,
        health: row.goneAt
          ? ({
              status: 'unknown',
              since: row.goneAt,
              reason: 'Deleted',
            } as const)
          : healthOf(workloadHealth(workload)),
        summary,
        issues: row.goneAt
          ? []
          : issues
              .filter(({ subjectIds }) => subjectIds.includes(id))
              .map(issue => issue.id),
        ...(watch.state === 'live'
          ? {}
          : { lastSeen: watch.since ?? row.observedAt }),
        ...(row.goneAt ? { goneAt: row.goneAt } : {}),
      };
    })
    .sort(
      (a, b) =>
        Number(Boolean(a.goneAt)) - Number(Boolean(b.goneAt)) ||
        compareStatus(a.health.status, b.health.status) ||
        a.subject.localeCompare(b.subject),
    )
    .slice(0, ROWS_MAX);
}

/** Milliseconds; NaN while it is there, and as long as a Job has not succeeded. */
function overSince({ row, summary }: KnownWorkload): number {
  const endedAt =
    summary.type === 'job' && summary.state === 'succeeded'
      ? summary.endedAt
      : undefined;
  return Date.parse(row.goneAt ?? endedAt ?? '');
}
