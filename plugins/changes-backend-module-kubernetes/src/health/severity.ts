import type { Finding } from './Detector';
import type { WorkloadFacts } from './WorkloadFacts';

/**
 * How bad it is that something is wrong with some of a workload's pods: critical where it hits most of all pods that there are, those of
 * earlier templates that still serve included, or where none is ready; a warning else.
 * @param hit - how many pods are hit
 */
export function severityOf(
  hit: number,
  { workload, pods, formerPods }: WorkloadFacts,
): Exclude<Finding['severity'], 'info'> {
  // Those that were evicted stay behind for ever.
  const alive = [...pods, ...formerPods].filter(
    ({ deletingSince, phase }) =>
      !deletingSince && phase !== 'Failed' && phase !== 'Succeeded',
  );
  return hit * 2 > alive.length ||
    (workload.replicas > 0 && workload.counts.ready === 0)
    ? 'critical'
    : 'warning';
}
