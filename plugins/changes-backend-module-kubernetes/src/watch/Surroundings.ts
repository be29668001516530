import type { LeanWorkload } from '../interpret';
import type {
  AutoscalerObject,
  Kind,
  PlainObject,
  ServiceObject,
  WorkloadObject,
} from '../kinds';

/** What the books of a cluster know of each other. */
export interface Surroundings {
  /** Whether a kind may be read, and has been. */
  isListed(kindId: string): boolean;
  /** The workloads of a namespace. */
  workloads(namespace: string | undefined): LeanWorkload[];
  everyWorkload(): LeanWorkload[];
  /** The workloads with pods on a node. */
  workloadsOn(node: string): LeanWorkload[];
  /** The pool that a node is of. */
  poolOf(node: string): string | undefined;
  /** There may be something new to say of these workloads; without a choice of all. */
  touchWorkloads(which?: (workload: LeanWorkload) => boolean): void;
  autoscalerOf(
    workload: Pick<WorkloadObject, 'type' | 'namespace' | 'name'>,
  ): AutoscalerObject | undefined;
  /** Whether an object of which only what somebody wanted counts is known. */
  knows(kind: Kind, uid: string): boolean;
  /** What gives a Role or ClusterRole to somebody. */
  bindingsOf(kind: Kind, role: PlainObject): PlainObject[];
  service(
    namespace: string | undefined,
    name: string,
  ): ServiceObject | undefined;
}
