import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import {
  evictionsId,
  podEvicted,
  subjectOf,
  type EvictedPod,
  type Evictions,
  type Sighting,
} from '../interpret';
import type { WorkloadObject } from '../kinds';

/** Pods that are made to go, while they are watched: their workloads have long made others of those that went before. */
export class EvictedPods {
  readonly #runs = new Map<string, Evictions>();

  /** Tells of one, together with those of its sort. */
  see(
    {
      workload,
      ...rest
    }: Omit<EvictedPod, 'workload'> & {
      workload: Pick<WorkloadObject, 'type' | 'namespace' | 'name'> | undefined;
    },
    sighting: Sighting,
  ): Observation {
    const evicted: EvictedPod = {
      ...rest,
      workload: workload && subjectOf(sighting, workload.type, workload),
    };
    const id = evictionsId(evicted);
    const { known, observation } = podEvicted(
      this.#runs.get(id),
      evicted,
      sighting,
    );
    this.#runs.set(id, known);
    return observation;
  }
}
