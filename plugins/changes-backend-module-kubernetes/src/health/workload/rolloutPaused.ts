import { NOTHING, type Detector } from '../Detector';
import type { WorkloadFacts } from '../WorkloadFacts';

/**
 * A rollout that somebody paused halfway and seems to have forgotten: the workload runs two versions, and later changes wait unseen.
 * Kubernetes never ends a pause by itself (`kubectl rollout pause`, or a pause without duration in the steps of a canary).
 */
export const rolloutPaused: Detector<WorkloadFacts> = {
  name: 'rollout-paused',
  detect({ workload }, _now, { rolloutPaused: { afterSeconds } }) {
    const { phase, counts, replicas, course } = workload;
    // What waits for somebody to delete pods does so by its strategy, as Vault's StatefulSet.
    const isByStrategy = phase.waitsForDeletion === true;
    if (phase.state !== 'paused' || isByStrategy || replicas === 0) {
      return NOTHING;
    }
    return {
      findings: [
        {
          cause: '',
          severity: 'warning',
          title: `rollout paused with ${counts.updated} of ${replicas} replicas updated`,
          since: phase.at,
          afterSeconds,
          evidence: [
            {
              label: 'Rollout',
              text:
                course?.note ??
                'paused: nothing replaces pods until it is resumed',
            },
          ],
        },
      ],
    };
  },
};
