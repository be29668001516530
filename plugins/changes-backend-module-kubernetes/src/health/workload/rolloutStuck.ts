import { NOTHING, type Detector } from '../Detector';
import type { WorkloadFacts } from '../WorkloadFacts';
import { STALLED_MS } from './explained';
import { isBelowMinimum } from './minimum';

/**
 * A rollout that does not go on: the controller gave it up (a Deployment's `ProgressDeadlineExceeded`, a canary that was aborted), or,
 * where no controller gives one, it made no step for as long as a Deployment's may take by default (`progressDeadlineSeconds`, 600).
 */
export const rolloutStuck: Detector<WorkloadFacts> = {
  name: 'rollout-stuck',
  yieldsTo: 'all',
  detect(facts, now, settings) {
    const { workload, pods } = facts;
    const { phase, counts, replicas, open, course } = workload;
    const lastStep = open.rollout?.steps.at(-1);
    const isFailed = phase.state === 'failed';
    const stalledAt =
      phase.state === 'in-progress' && !phase.hasDeadline && lastStep
        ? Date.parse(lastStep.at) + STALLED_MS
        : Infinity;
    if (replicas === 0 || (!isFailed && stalledAt === Infinity)) return NOTHING;
    if (!isFailed && stalledAt > Date.parse(now)) {
      return { findings: [], recheckAt: new Date(stalledAt).toISOString() };
    }
    const waiting = pods.filter(pod => !pod.isReady && !pod.deletingSince);
    const text = `${counts.updated} of ${replicas} replicas updated`;
    return {
      findings: [
        {
          cause: '',
          severity: isBelowMinimum(facts, settings) ? 'critical' : 'warning',
          title: isGivenUp(phase.reason)
            ? `rollout failed: ${phase.reason}, ${text}`
            : `rollout stuck: ${text}`,
          since: isFailed ? phase.at : lastStep?.at,
          evidence: [
            {
              label: 'Rollout',
              text:
                phase.reason ??
                course?.note ??
                `no step since ${lastStep?.at ?? 'its begin'}`,
            },
            {
              label: 'Replicas',
              text: `${counts.ready} of ${replicas} ready, ${text}`,
            },
          ],
          witnesses: { pods: waiting.map(({ name }) => name), of: pods.length },
        },
      ],
    };
  },
};

function isGivenUp(reason: string | undefined): boolean {
  return reason !== undefined && reason !== 'ProgressDeadlineExceeded';
}
