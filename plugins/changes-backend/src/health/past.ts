import type {
  CoverageInterval,
  EntityHealth,
} from '@ripplehq/backstage-plugin-changes-common';
import { type StoredEvent, timestampOf } from '../store/rows';
import { UNKNOWN_ENVIRONMENT, environmentOfIssue } from './entity';
import { type StatusSpan, healthHistory, secondsIn } from './history';
import { type Stretch, intersection } from './intervals';
import { statusOfIssue } from './verdict';
import { isScopeOf, originOf } from './watch';
import type { Workload } from './workload';

/** A workload that is seen so long after its watch began was made then, not found. */
const FOUND_WITHIN_MS = 60_000;

/** What was, as far as it says how healthy an entity was. @internal */
export interface Past {
  workloads: readonly Pick<Workload, 'row' | 'environment' | 'firstSeen'>[];
  /** Origins of the systems by whose alerts it is judged where it has no workload. */
  judges: readonly string[];
  /** Alerts, health issues and incidents that overlap. */
  events: readonly StoredEvent[];
  coverage: readonly CoverageInterval[];
}

/**
 * The past of each environment: from issues and alerts, and from when somebody watched.
 * @internal
 */
export function pastOf(
  options: Past & {
    from: number;
    to: number;
    environments: readonly { name: string; production: boolean }[];
  },
): EntityHealth['history'] {
  const { from, to, workloads, events } = options;
  const names = new Set(options.environments.map(({ name }) => name));
  // What names no environment may have been in any production one.
  const isNowhere = (where: string) =>
    where === UNKNOWN_ENVIRONMENT && !names.has(where);
  return options.environments.map(({ name, production }) => {
    const issues = events.flatMap((event): StatusSpan[] => {
      const status = statusOfIssue(event);
      const where = environmentOfIssue(event, workloads);
      return status && (where === name || (production && isNowhere(where)))
        ? [{ from: event.startedAtMs, to: event.endedAtMs, status }]
        : [];
    });
    const own = workloads.filter(({ environment }) => environment === name);
    const live = liveStretches(own, options);
    const begun = begunAt(own, live);
    const segments = healthHistory({
      from: Math.min(
        to,
        Math.max(from, Math.min(begun, ...issues.map(issue => issue.from))),
      ),
      to,
      watched: intersection([{ from: seenSince(own) }], live),
      issues,
    });
    return {
      environment: name,
      production,
      segments: segments.map(segment => ({
        from: timestampOf(segment.from),
        to: timestampOf(segment.to),
        status: segment.status,
      })),
      seconds: secondsIn(segments),
      incidents: segments.filter(({ status }) => status === 'unhealthy').length,
    };
  });
}

/** Those that have a past of their own: alerts that name no environment are told in that of each production one, where there is one. @internal */
export function withPast<T extends { name: string; production: boolean }>(
  environments: readonly T[],
  workloads: Past['workloads'],
): T[] {
  const runsNowhere = workloads.every(
    ({ environment }) => environment !== UNKNOWN_ENVIRONMENT,
  );
  return environments.some(({ production }) => production) && runsNowhere
    ? environments.filter(({ name }) => name !== UNKNOWN_ENVIRONMENT)
    : [...environments];
}

function seenSince(workloads: Past['workloads']): number {
  return workloads.length === 0
    ? 0
    : Math.min(...workloads.map(({ firstSeen }) => firstSeen));
}

/** When the first of them was made, where that was seen; else nobody knows how long they have been there. */
function begunAt(
  workloads: Past['workloads'],
  live: readonly Stretch[],
): number {
  const first = seenSince(workloads);
  const wasMade = live.some(
    ({ from, to = Infinity }) => from < first - FOUND_WITHIN_MS && first <= to,
  );
  return wasMade ? first : -Infinity;
}

/** When all scopes were live in which the workloads are read, or the alerts of one without workload. */
function liveStretches(
  own: Past['workloads'],
  { workloads, judges, coverage }: Past,
): Stretch[] {
  const subjects = own.map(({ row }) => row.subject);
  const origins = new Set(
    workloads.length === 0 ? judges : subjects.map(originOf),
  );
  const counts = new Map<string, boolean>();
  const scopes = new Map<string, Stretch[]>();
  for (const interval of coverage) {
    const { source, instance, scope, state, from, to } = interval;
    if (!origins.has(`${source} ${instance}`)) continue;
    const key = `${source} ${scope}`;
    const isOurs =
      counts.get(key) ??
      (source !== 'kubernetes' ||
        subjects.some(subject => isScopeOf(scope, subject)));
    counts.set(key, isOurs);
    if (!isOurs) continue;
    const live = scopes.get(key) ?? [];
    scopes.set(key, live);
    if (state === 'live') {
      live.push({
        from: Date.parse(from),
        ...(to ? { to: Date.parse(to) } : {}),
      });
    }
  }
  const [first, ...others] = scopes.values();
  return others.reduce((all, live) => intersection(all, live), first ?? []);
}
