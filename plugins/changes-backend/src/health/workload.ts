import type {
  Health,
  SubjectRow,
  WorkloadSummary,
} from '@ripplehq/backstage-plugin-changes-common';

/** Fewer ready replicas than desired count as degraded after this long. @internal */
export const SHORT_GRACE_SECONDS = 30;

/** A workload as its source last said it. @internal */
export interface Workload {
  row: SubjectRow;
  environment: string;
  /** Milliseconds. */
  firstSeen: number;
  /** Who watches its cluster. */
  watch: Watch;
}

/** Whether a scope is observed, and since when. @internal */
export interface Watch {
  state: 'live' | 'stale' | 'forbidden' | 'not-observed';
  since?: string;
  reason?: string;
}

/** What is wrong with a workload by its own facts. @internal */
export interface WorkloadFinding {
  kind: 'unavailable' | 'crash-loop' | 'too-few-replicas';
  status: 'unhealthy' | 'degraded';
  since: string;
  reason: string;
}

/**
 * What a workload's facts say is wrong, worst first, and when to look again although nothing changes.
 * @internal
 */
export function workloadFindings(
  row: SubjectRow,
  now: string,
): { findings: WorkloadFinding[]; recheckAt?: string } {
  const { summary } = row;
  if (row.goneAt || summary?.type !== 'workload') return { findings: [] };
  const findings: WorkloadFinding[] = [];
  if (summary.unavailableSince && summary.desired > 0) {
    findings.push({
      kind: 'unavailable',
      status: 'unhealthy',
      since: summary.unavailableSince,
      reason: `${summary.available} of ${replicas(summary.desired)} available`,
    });
  }
  if (summary.crashing && summary.crashing.pods * 2 > summary.crashing.of) {
    findings.push({
      kind: 'crash-loop',
      status: 'unhealthy',
      since: summary.crashing.since,
      reason: crashReason(summary.crashing),
    });
  }
  if (!summary.shortSince || summary.ready >= summary.desired) {
    return { findings };
  }
  const dueAt = new Date(
    Date.parse(summary.shortSince) + SHORT_GRACE_SECONDS * 1000,
  ).toISOString();
  if (dueAt > now) return { findings, recheckAt: dueAt };
  findings.push({
    kind: 'too-few-replicas',
    status: 'degraded',
    since: summary.shortSince,
    reason: `${summary.ready} of ${replicas(summary.desired)} ready`,
  });
  return { findings };
}

/**
 * A workload's health in one sentence that a person can check.
 * @internal
 */
export function workloadHealth(workload: Workload, now: string): Health {
  const { row, watch } = workload;
  if (watch.state !== 'live') return unwatched(row, watch);
  const [worst] = workloadFindings(row, now).findings;
  if (worst) {
    return { status: worst.status, since: worst.since, reason: worst.reason };
  }
  if (row.summary?.type !== 'workload') {
    return {
      status: 'unknown',
      reason: 'Its source says nothing of its state',
    };
  }
  return { status: 'healthy', reason: healthyReason(row.summary) };
}

function healthyReason(summary: WorkloadSummary): string {
  if (summary.desired === 0) return 'Scaled to 0 replicas';
  const ready =
    summary.ready >= summary.desired
      ? `All ${summary.desired} of ${replicas(summary.desired)} ready`
      : `${summary.ready} of ${replicas(summary.desired)} ready`;
  switch (summary.rollout?.state) {
    case 'in-progress':
      return `${ready}, while a rollout is under way`;
    case 'failed':
      return `${ready}, yet the last rollout failed`;
    case 'paused':
      return `${ready}, while a rollout is paused`;
    default:
      return ready;
  }
}

function unwatched(row: SubjectRow, watch: Watch): Health {
  const where = row.cluster ? `Cluster ${row.cluster}` : 'Its source';
  const why = watch.reason ? `: ${watch.reason}` : '';
  const text = {
    live: '',
    stale: `${where} is silent${why}`,
    forbidden: `${where} does not let Ripple read this${why}`,
    'not-observed': `${where} is not observed${why}`,
  }[watch.state];
  return { status: 'unknown', since: watch.since, reason: text };
}

function crashReason(
  crashing: NonNullable<WorkloadSummary['crashing']>,
): string {
  const how = [
    crashing.container && `container ${crashing.container}`,
    crashing.reason,
    crashing.exitCode !== undefined && `exit code ${crashing.exitCode}`,
  ]
    .filter(Boolean)
    .join(', ');
  return `${crashing.pods} of ${crashing.of} pods crash again and again: ${how}`;
}

function replicas(count: number): string {
  return count === 1 ? '1 replica is' : `${count} replicas are`;
}
