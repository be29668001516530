import type { KnownDeployment } from '../interpret';
import type { AutoscalerObject, Named, ServiceObject } from '../kinds';

/** What the books of a cluster know of each other. */
export interface Surroundings {
  /** Whether a kind may be read, and has been. */
  isListed(kindId: string): boolean;
  /** The workloads of a namespace. */
  workloads(namespace: string | undefined): KnownDeployment[];
  /** The workloads with pods on a node. */
  workloadsOn(node: string): KnownDeployment[];
  /** There may be something new to say of these workloads; without a choice of all. */
  touchWorkloads(which?: (workload: KnownDeployment) => boolean): void;
  autoscalerOf(
    workload: Pick<Named, 'namespace' | 'name'>,
  ): AutoscalerObject | undefined;
  service(
    namespace: string | undefined,
    name: string,
  ): ServiceObject | undefined;
}
