import type { PodObject } from '../../kinds';
import type { Detector } from '../Detector';
import type { WorkloadFacts } from '../WorkloadFacts';
import { messageEvidence, nodesEvidence } from './evidence';
import { lostSeverity } from './lostSeverity';
import { detectionOf, recheckedAt, type Sign } from './signs';

/** What the kubelet calls a pod that it put an end to: `pkg/kubelet/eviction/helpers.go`. */
const EVICTED = 'Evicted';

/**
 * Pods that a kubelet put an end to because its node ran short of something, or because they used more of its disk than they may. They stay
 * behind as failed pods for ever, so only the last minutes count. That somebody drains a node, or an autoscaler takes it away, is a change
 * and no issue.
 */
export const evicted: Detector<WorkloadFacts> = {
  name: 'evicted',
  detect(facts, now, { evicted: { withinSeconds } }) {
    const at = Date.parse(now);
    const signs = [...facts.pods, ...facts.formerPods]
      .filter(({ failure }) => failure?.reason === EVICTED)
      .map(
        (pod): Sign => ({ pod, cause: causeOf(pod), since: evictedAt(pod) }),
      );
    const isOverAt = (sign: Sign) =>
      Date.parse(sign.since ?? '') + withinSeconds * 1000;
    const recent = signs.filter(sign => isOverAt(sign) > at);
    const detection = detectionOf(recent, facts, now, group => ({
      severity: lostSeverity(facts),
      title: `pods were evicted: ${group[0].cause}`,
      evidence: [
        ...messageEvidence(
          'Kubelet',
          group.map(({ pod }) => pod.failure?.message),
        ),
        ...nodesEvidence(group, facts),
      ],
    }));
    return recheckedAt(detection, recent.map(isOverAt));
  },
};

function evictedAt({ disruption, unreadySince, createdAt }: PodObject) {
  return disruption?.at ?? unreadySince ?? createdAt;
}

function causeOf({ failure }: PodObject): string {
  const message = failure?.message ?? '';
  const resource = /low on resource: ([\w-]+)/.exec(message)?.[1];
  if (resource) return `the node was low on ${resource}`;
  const condition = /node had condition: \[?([\w\s-]+)/.exec(message)?.[1];
  if (condition) return `the node was under ${condition.trim()}`;
  return message.split(/\.(?:\s|$)/)[0] || 'by the kubelet';
}
