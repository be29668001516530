import type { Detector } from '../Detector';
import type { WorkloadFacts } from '../WorkloadFacts';
import { messageEvidence } from './evidence';
import { detectionOf, livingPods } from './signs';

const REASON_CHARS = 200;

/**
 * Pods for which the scheduler finds no node (condition `PodScheduled=False` with reason `Unschedulable`). A pod whose scheduling gates are
 * closed waits on purpose. An autoscaler of nodes takes its time, which is why it has one of its own in the settings.
 */
export const unschedulable: Detector<WorkloadFacts> = {
  name: 'unschedulable',
  detect(facts, now, { unschedulable: { afterSeconds } }) {
    const signs = livingPods(facts)
      .filter(({ unscheduled }) => unscheduled?.reason === 'Unschedulable')
      .map(pod => ({
        pod,
        cause: '',
        since: pod.unscheduled?.since ?? pod.createdAt,
        afterSeconds,
      }));
    return detectionOf(signs, facts, now, group => {
      const messages = mostOften(
        group.flatMap(sign => sign.pod.unscheduled?.message ?? []),
      );
      const reason = messages.length > 0 ? `: ${reasonIn(messages[0])}` : '';
      return {
        title: `no node takes its pods${reason}`,
        evidence: messageEvidence('Scheduler', messages),
      };
    });
  },
};

/**
 * `3 Insufficient cpu` of `0/3 nodes are available: 3 Insufficient cpu. preemption: …`: `FitError` in
 * `pkg/scheduler/framework/types.go`.
 */
function reasonIn(message: string): string {
  const [reasons] = message
    .replace(/^.*?nodes are available: /, '')
    .split('. ');
  return reasons.replace(/\.$/, '').slice(0, REASON_CHARS);
}

function mostOften(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([text]) => text);
}
