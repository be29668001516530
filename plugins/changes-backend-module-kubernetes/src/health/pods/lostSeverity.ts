import type { Finding } from '../Detector';
import type { WorkloadFacts } from '../WorkloadFacts';

/** How bad it is that pods were taken away: not at all once others have taken their place. */
export function lostSeverity({ workload }: WorkloadFacts): Finding['severity'] {
  const { counts, replicas } = workload;
  if (counts.ready >= replicas) return 'info';
  return counts.ready === 0 ? 'critical' : 'warning';
}
