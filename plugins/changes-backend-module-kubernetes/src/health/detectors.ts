import type { Aspect } from './ObjectFacts';
import type { Detector } from './Detector';
import type { WorkloadFacts } from './WorkloadFacts';
import { rolloutPaused } from './workload/rolloutPaused';

/**
 * What is looked for in each workload. Those that know the deeper reason come first: of what they find, the shortage that follows from it
 * is told as evidence and not as an issue of its own.
 */
export const WORKLOAD_DETECTORS: readonly Detector<WorkloadFacts>[] = [
  rolloutPaused,
];

/** What is looked for in objects that are no workloads. */
export const ASPECTS: readonly Aspect[] = [];
