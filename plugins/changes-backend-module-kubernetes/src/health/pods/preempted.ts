import type { PodObject } from '../../kinds';
import type { Detector } from '../Detector';
import type { WorkloadFacts } from '../WorkloadFacts';
import { messageEvidence, nodesEvidence } from './evidence';
import { lostSeverity } from './lostSeverity';
import { detectionOf, recheckedAt, type Sign } from './signs';

/** `pkg/scheduler/framework/preemption/executor.go` */
const PREEMPTED = 'PreemptionByScheduler';

/**
 * Pods that the scheduler took away for others of higher priority. They are gone within their grace period; for a while it explains why
 * there are fewer, and why others wait for a node.
 */
export const preempted: Detector<WorkloadFacts> = {
  name: 'preempted',
  detect(facts, now, { preempted: { withinSeconds } }) {
    const at = Date.parse(now);
    const isOverAt = ({ since }: Sign) =>
      Date.parse(since ?? '') + withinSeconds * 1000;
    const signs = [...facts.pods, ...facts.formerPods, ...facts.lost]
      .filter(({ disruption }) => disruption?.reason === PREEMPTED)
      .map((pod): Sign => ({ pod, cause: '', since: pod.disruption?.at }))
      .filter(sign => isOverAt(sign) > at);
    const detection = detectionOf(signs, facts, now, group => ({
      severity: lostSeverity(facts),
      title: 'pods were taken away for others of higher priority',
      evidence: [
        ...messageEvidence('Scheduler', group.map(messageOf)),
        ...nodesEvidence(group, facts),
      ],
    }));
    return recheckedAt(detection, signs.map(isOverAt));
  },
};

function messageOf({ pod }: { pod: PodObject }): string | undefined {
  return pod.disruption?.message;
}
