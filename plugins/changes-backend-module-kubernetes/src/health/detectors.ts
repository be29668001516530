import type { Aspect } from './ObjectFacts';
import type { Detector } from './Detector';
import { OBJECT_ASPECTS, quotaRefusal } from './objects';
import { containerConfig } from './pods/containerConfig';
import { evicted } from './pods/evicted';
import { imagePull } from './pods/imagePull';
import { mount } from './pods/mount';
import { oomKilled } from './pods/oomKilled';
import { preempted } from './pods/preempted';
import { livenessProbe, readinessProbe, startupProbe } from './pods/probes';
import { terminating } from './pods/terminating';
import { unschedulable } from './pods/unschedulable';
import type { WorkloadFacts } from './WorkloadFacts';
import { availability } from './workload/availability';
import { crashLoop } from './workload/crashLoop';
import { restartsRising } from './workload/restartsRising';
import { rolloutStuck } from './workload/rolloutStuck';
import { rolloutPaused } from './workload/rolloutPaused';

/**
 * What is looked for in each workload. Those that know the deeper reason come first: of what they find, the shortage that follows from it
 * is told as evidence and not as an issue of its own.
 */
export const WORKLOAD_DETECTORS: readonly Detector<WorkloadFacts>[] = [
  quotaRefusal,
  containerConfig,
  imagePull,
  mount,
  unschedulable,
  oomKilled,
  startupProbe,
  livenessProbe,
  crashLoop,
  readinessProbe,
  evicted,
  preempted,
  terminating,
  rolloutStuck,
  rolloutPaused,
  availability,
  restartsRising,
];

/** What is looked for in objects that are no workloads. */
export const ASPECTS: readonly Aspect[] = OBJECT_ASPECTS;
