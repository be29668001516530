import type { KnownWorkload } from '../interpret';
import type { AutoscalerObject, ServiceObject, WorkloadObject } from '../kinds';

/** What the books of a cluster know of each other. */
export interface Surroundings {
  /** Whether a kind may be read, and has been. */
  isListed(kindId: string): boolean;
  /** The workloads of a namespace. */
  workloads(namespace: string | undefined): KnownWorkload[];
  /** The workloads with pods on a node. */
  workloadsOn(node: string): KnownWorkload[];
  /** There may be something new to say of these workloads; without a choice of all. */
  touchWorkloads(which?: (workload: KnownWorkload) => boolean): void;
  autoscalerOf(
    workload: Pick<WorkloadObject, 'type' | 'namespace' | 'name'>,
  ): AutoscalerObject | undefined;
  service(
    namespace: string | undefined,
    name: string,
  ): ServiceObject | undefined;
}
