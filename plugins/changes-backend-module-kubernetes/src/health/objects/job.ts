import { failureOf } from '../../interpret/job';
import { JOB, type JobStatus } from '../../kinds';
import { NOTHING, type Detector } from '../Detector';
import type { Aspect, ObjectFacts } from '../ObjectFacts';

const MESSAGE_MAX_CHARS = 500;

/** A Job that failed, and that none of its family has made good since. */
export type JobStanding = {
  failedAt: string;
  reason?: string;
  message?: string;
  succeeded: number;
  failed: number;
};

/**
 * A Job that gave up. It lies there until somebody deletes it, which most never do: so it counts for a day only (kubernetes-mixin's
 * `KubeJobFailed` never ends), and no longer than until the next of its family succeeds, as `migrate-v42` after `migrate-v41`.
 */
export const jobFailed: Detector<ObjectFacts<JobStanding>> = {
  name: 'job-failed',
  detect({ object, standing }, now, { job: { forSeconds } }) {
    const { failedAt, reason, message, succeeded, failed } = standing;
    const endsAt = Date.parse(failedAt) + forSeconds * 1000;
    if (Date.parse(now) >= endsAt) return NOTHING;
    const why = [reason, message].filter(Boolean).join(': ');
    return {
      recheckAt: new Date(endsAt).toISOString(),
      findings: [
        {
          cause: '',
          severity: 'warning',
          title: `Job ${object.name} ${failureOf({
            state: 'failed',
            reason,
            succeeded,
            failed,
          })}`,
          since: failedAt,
          evidence: [
            ...(why ? [{ label: 'Condition', text: why }] : []),
            { label: 'Pods', text: `${succeeded} succeeded, ${failed} failed` },
          ],
        },
      ],
    };
  },
};

export const JOB_ASPECT: Aspect<JobStanding> = {
  name: 'job',
  kind: JOB,
  workloads: () => [],
  detectors: [jobFailed],
};

export function jobStanding(status: JobStatus): JobStanding | undefined {
  const { state, endedAt, reason, message, succeeded, failed } = status;
  if (state !== 'failed' || endedAt === undefined) return undefined;
  return {
    failedAt: endedAt,
    ...(reason ? { reason } : {}),
    ...(message ? { message: message.slice(0, MESSAGE_MAX_CHARS) } : {}),
    succeeded,
    failed,
  };
}

/** What Jobs that do the same work have in common in their names: `orders-migrate` of `orders-migrate-v41`, `smoke-test` of `smoke-test-x7k2p`. */
export function familyOf(name: string): string {
  return name.replace(
    /([-.](v?\d[\w.-]*|[a-f0-9]{7,40}|(?=[a-z]*\d)[a-z0-9]{5}))+$/,
    '',
  );
}
