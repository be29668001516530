import type {
  SubjectRow,
  WorkloadSummary,
} from '@ripplehq/backstage-plugin-changes-common';

/**
 * Too few replicas count after this long: a workload that was just created or scaled up is short of them until its pods have started.
 * @internal
 */
export const SHORT_GRACE_SECONDS = 30;

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
