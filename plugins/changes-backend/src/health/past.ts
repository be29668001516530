import type {
  CoverageInterval,
  EntityHealth,
  HealthStatus,
} from '@ripplehq/backstage-plugin-changes-common';
import { parseSubject } from '@ripplehq/backstage-plugin-changes-common';
import { type StoredEvent, timestampOf } from '../store/rows';
import { environmentOfIssue } from './entity';
import { type StatusSpan, healthHistory } from './history';
import { type Stretch, intersection } from './intervals';
import { isScopeOf } from './watch';
import type { Workload } from './workload';

/** What is wrong while an alert or a health issue lasts; undefined where it says nothing of health. @internal */
export function statusOfIssue(
  event: Pick<StoredEvent, 'type' | 'severity' | 'status'>,
): HealthStatus | undefined {
  if (event.status === 'suppressed') return undefined;
  if (event.severity === 'critical') return 'unhealthy';
  return event.type === 'health' ? 'degraded' : undefined;
}

/**
 * The past of each environment: from issues and alerts, and from when somebody watched its workloads.
 * @internal
 */
export function pastOf(options: {
  from: number;
  to: number;
  environments: readonly string[];
  workloads: readonly Workload[];
  /** Alerts and health issues that overlap. */
  events: readonly StoredEvent[];
  coverage: readonly CoverageInterval[];
}): EntityHealth['history'] {
  const { from, to, workloads, events, coverage } = options;
  return options.environments.map(environment => ({
    environment,
    segments: healthHistory({
      from,
      to,
      watched: watchedStretches(
        workloads.filter(workload => workload.environment === environment),
        coverage,
      ),
      issues: events.flatMap((event): StatusSpan[] => {
        const status = statusOfIssue(event);
        const where = environmentOfIssue(event, workloads);
        return status && where === environment
          ? [{ from: event.startedAtMs, to: event.endedAtMs, status }]
          : [];
      }),
    }).map(segment => ({
      from: timestampOf(segment.from),
      to: timestampOf(segment.to),
      status: segment.status,
    })),
  }));
}

// All scopes in which the workloads are read must have been live, and one workload must have been there.
function watchedStretches(
  workloads: readonly Workload[],
  coverage: readonly CoverageInterval[],
): Stretch[] {
  if (workloads.length === 0) return [];
  const scopes = new Map<string, Stretch[]>();
  for (const interval of coverage) {
    if (!workloads.some(({ row }) => concerns(interval, row.subject))) continue;
    const key = `${interval.source} ${interval.scope}`;
    const live = scopes.get(key) ?? [];
    scopes.set(key, live);
    if (interval.state === 'live') {
      live.push({
        from: Date.parse(interval.from),
        ...(interval.to ? { to: Date.parse(interval.to) } : {}),
      });
    }
  }
  if (scopes.size === 0) return [];
  const since = Math.min(...workloads.map(({ firstSeen }) => firstSeen));
  return [...scopes.values()].reduce<Stretch[]>(
    (watched, live) => intersection(watched, live),
    [{ from: since }],
  );
}

function concerns(interval: CoverageInterval, subject: string): boolean {
  const { source, parts } = parseSubject(subject);
  return (
    interval.source === source &&
    interval.instance === parts[0] &&
    (source !== 'kubernetes' || isScopeOf(interval.scope, subject))
  );
}
