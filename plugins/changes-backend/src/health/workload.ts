import type {
  Health,
  SubjectRow,
  WorkloadSummary,
} from '@ripplehq/backstage-plugin-changes-common';

/**
 * Too few replicas count after this long: a workload that was just created or scaled up is short of them until its pods have started.
 * @internal
 */
export const SHORT_GRACE_SECONDS = 30;

/** A workload as its source last said it. @internal */
export interface Workload {
  row: SubjectRow;
  environment: string;
  /** Milliseconds. */
  firstSeen: number;
  /** Who watches its cluster. */
  watch: Watch;
  /** What time it is by its source's clock. */
  now: string;
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

/** @internal */
export interface WorkloadFindings {
  /** Worst first. */
  findings: WorkloadFinding[];
  /** What does not count yet, though it would not be over either. */
  pending: WorkloadFinding[];
  /** When to look again although nothing changes, by the clock that `now` is of. */
  recheckAt?: string;
}

/**
 * What a workload's facts say is wrong.
 * @internal
 */
export function workloadFindings(
  row: SubjectRow,
  now: string,
): WorkloadFindings {
  const { summary } = row;
  const findings: WorkloadFinding[] = [];
  const pending: WorkloadFinding[] = [];
  if (row.goneAt || summary?.type !== 'workload') return { findings, pending };
  const due: string[] = [];
  const findAfterGrace = (finding: WorkloadFinding) => {
    if (outlastsGrace(finding, now)) {
      findings.push(finding);
    } else {
      pending.push(finding);
      due.push(
        new Date(
          Date.parse(finding.since) + SHORT_GRACE_SECONDS * 1000,
        ).toISOString(),
      );
    }
  };
  const { unavailableSince, crashing, shortSince } = summary;
  if (unavailableSince && summary.desired > 0) {
    findAfterGrace({
      kind: 'unavailable',
      status: 'unhealthy',
      since: unavailableSince,
      reason: `${summary.available} of ${replicas(summary.desired)} available`,
    });
  }
  if (crashing && crashing.pods * 2 > crashing.of) {
    findings.push({
      kind: 'crash-loop',
      status: 'unhealthy',
      since: crashing.since,
      reason: crashReason(crashing),
    });
  }
  if (shortSince && summary.ready < summary.desired) {
    findAfterGrace({
      kind: 'too-few-replicas',
      status: 'degraded',
      since: shortSince,
      reason: `${summary.ready} of ${replicas(summary.desired)} ready`,
    });
  }
  return { findings, pending, recheckAt: due.sort()[0] };
}

/** Whether something that is at most pending has lasted for long enough to count. @internal */
export function outlastsGrace(
  finding: WorkloadFinding,
  until: string,
): boolean {
  return (
    Date.parse(until) - Date.parse(finding.since) >= SHORT_GRACE_SECONDS * 1000
  );
}

/**
 * A workload's health in one sentence that a person can check.
 * @internal
 */
export function workloadHealth({ row, watch, now }: Workload): Health {
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
      ? `${summary.desired} of ${replicas(summary.desired)} ready`
      : `${summary.ready} of ${replicas(summary.desired)} ready`;
  switch (summary.rollout?.state) {
    case 'in-progress':
      return `${ready}, while a rollout is under way`;
    case 'failed':
      return `${ready}, yet the last rollout failed`;
    case 'paused':
      return `${ready}, while a rollout is paused`;
    default:
      return summary.ready < summary.desired
        ? `${ready}, for less than ${SHORT_GRACE_SECONDS} s`
        : ready;
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
