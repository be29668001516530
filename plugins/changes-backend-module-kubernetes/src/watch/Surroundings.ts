import type {
  HealthSubject,
  PodNode,
  Standing,
  WorkloadFacts,
} from '../health';
import type { KnownSchedule, LeanWorkload } from '../interpret';
import type {
  AutoscalerObject,
  BudgetObject,
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
  /** Names of the pods of a workload on a node that are not on their way out. */
  podsOn(node: string, workload: Pick<LeanWorkload, 'uid'>): string[];
  /** The pool that a node is of. */
  poolOf(node: string): string | undefined;
  /** There may be something new to say of these workloads; without a choice of all. */
  touchWorkloads(which?: (workload: LeanWorkload) => boolean): void;
  autoscalerOf(
    workload: Pick<WorkloadObject, 'type' | 'namespace' | 'name'>,
  ): AutoscalerObject | undefined;
  node(name: string): PodNode | undefined;
  /** What a workload's health is judged by, but for warnings. */
  workloadFacts(uid: string): Omit<WorkloadFacts, 'warnings'> | undefined;
  /** The uid of the workload that an object is of: a pod, the record of a template, or itself. */
  workloadOf(uid: string): string | undefined;
  /** There may be something new to say of a workload's health. */
  touchHealth(uid: string): void;
  /** How an object stands by an aspect of its health, where the object itself does not say; undefined where nothing is or may become wrong. */
  note(
    aspect: string,
    object: HealthSubject,
    standing: Standing | undefined,
  ): void;
  /** Whether an object of which only what somebody wanted counts is known. */
  knows(kind: Kind, uid: string): boolean;
  /** The PodDisruptionBudgets that are for a workload's pods. */
  budgetsOf(
    workload: Pick<LeanWorkload, 'namespace' | 'traits'>,
  ): BudgetObject[];
  /** Whether a CronJob makes no runs because somebody said so. */
  isSuspended(cronJob: string): boolean;
  /** How the runs of a CronJob go; undefined where none has ended. */
  scheduleOf(cronJob: string): KnownSchedule | undefined;
  /** There may be something new to say of a CronJob. */
  touchSchedule(cronJob: string): void;
  /** What gives a Role or ClusterRole to somebody. */
  bindingsOf(kind: Kind, role: PlainObject): PlainObject[];
  service(
    namespace: string | undefined,
    name: string,
  ): ServiceObject | undefined;
}
