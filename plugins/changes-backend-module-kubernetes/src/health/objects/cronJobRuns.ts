import { failureOf } from '../../interpret/job';
import type { KnownSchedule } from '../../interpret';
import { CRON_JOB, type ScheduledRun } from '../../kinds';
import type { Detector } from '../Detector';
import type { Aspect, ObjectFacts } from '../ObjectFacts';

const MESSAGE_MAX_CHARS = 500;
/** Whether it was suspended meanwhile is looked at so often. */
const RECHECK_MS = 60_000;

/** A CronJob whose last run failed. */
export type CronJobRunsStanding = {
  /** When the first of the runs failed that failed one after another. */
  failingSince: string;
  failures: number;
  /** The last of them. */
  run: string;
  endedAt: string;
  reason?: string;
  message?: string;
  failedPods: number;
};

/**
 * A CronJob whose runs fail: one issue from the first failure after a success until the next success, or one a failed run. One that is
 * suspended will not run again, which somebody wanted.
 */
export const cronJobFailing: Detector<ObjectFacts<CronJobRunsStanding>> = {
  name: 'cronjob-failing',
  detect({ object, standing, surroundings }, now, { cronJob: { failing } }) {
    const recheckAt = new Date(Date.parse(now) + RECHECK_MS).toISOString();
    if (surroundings.isSuspended(object.uid))
      return { findings: [], recheckAt };
    const { failingSince, failures, run, endedAt, reason, message } = standing;
    const isEach = failing === 'any';
    const why = [reason, message].filter(Boolean).join(': ');
    const failure = failureOf({
      state: 'failed',
      reason,
      succeeded: 0,
      failed: standing.failedPods,
    });
    return {
      recheckAt,
      findings: [
        {
          cause: isEach ? run : '',
          severity: 'warning',
          title: `CronJob ${object.name} ${
            failures > 1 && !isEach
              ? `fails: its last ${failures} runs failed`
              : `failed: Job ${run} ${failure}`
          }`,
          since: isEach ? endedAt : failingSince,
          evidence: [
            { label: 'Last run', text: `${run}, ended ${endedAt}` },
            ...(why ? [{ label: 'Condition', text: why }] : []),
          ],
        },
      ],
    };
  },
};

export const CRON_JOB_RUNS_ASPECT: Aspect<CronJobRunsStanding> = {
  name: 'cronjob-runs',
  kind: CRON_JOB,
  workloads: () => [],
  detectors: [cronJobFailing],
};

/** How a CronJob stands after a run has ended; undefined where that went well. */
export function runsStanding(
  { name, status }: Pick<ScheduledRun, 'name' | 'status'>,
  {
    outcome,
    at,
    failures,
    failingSince = at,
  }: Pick<KnownSchedule, 'outcome' | 'at' | 'failures' | 'failingSince'>,
): CronJobRunsStanding | undefined {
  if (outcome !== 'failed') return undefined;
  const { reason, message, failed } = status;
  return {
    failingSince,
    failures,
    run: name,
    endedAt: at,
    ...(reason ? { reason } : {}),
    ...(message ? { message: message.slice(0, MESSAGE_MAX_CHARS) } : {}),
    failedPods: failed,
  };
}
