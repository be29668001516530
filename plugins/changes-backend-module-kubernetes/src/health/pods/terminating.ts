import type { PodObject } from '../../kinds';
import type { Detector } from '../Detector';
import type { WorkloadFacts } from '../WorkloadFacts';
import { eventsEvidence, nodesEvidence } from './evidence';
import { lostSeverity } from './lostSeverity';
import { detectionOf } from './signs';

/**
 * Pods that should long be gone: their grace period is over, and something holds them, a finalizer or a node that does not answer. Of a
 * StatefulSet no other pod takes their place until they are.
 */
export const terminating: Detector<WorkloadFacts> = {
  name: 'terminating',
  detect(facts, now, { terminating: { afterSeconds } }) {
    const signs = [...facts.pods, ...facts.formerPods]
      .filter(({ deletingSince }) => deletingSince !== undefined)
      .map(pod => ({
        pod,
        cause: holderOf(pod, facts),
        since: pod.goneBy ?? pod.deletingSince,
        afterSeconds,
      }));
    return detectionOf(signs, facts, now, group => {
      const [{ cause }] = group;
      return {
        severity: lostSeverity(facts),
        title: `pods that were deleted do not go${cause && `: ${cause}`}`,
        evidence: [
          {
            label: 'Deletion',
            text: group
              .slice(0, 10)
              .map(
                ({ pod }) =>
                  `${pod.name} asked to go ${pod.deletingSince}, to be gone by ${pod.goneBy}`,
              )
              .join('\n'),
          },
          ...nodesEvidence(group, facts),
          ...eventsEvidence(group, facts),
        ],
      };
    });
  },
};

function holderOf(
  { finalizers, node }: PodObject,
  facts: WorkloadFacts,
): string {
  if (finalizers && finalizers.length > 0) {
    return `finalizer ${finalizers.join(', ')} holds them`;
  }
  return node !== undefined && facts.node(node)?.isReady === false
    ? `node ${node} does not answer`
    : '';
}
