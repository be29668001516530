import type { LeanWorkload, Revision } from '../interpret';
import { objectAt, type PlainObject, type PodObject } from '../kinds';
import type { WarningEvent } from './WarningEvent';

/** How many pods a PodDisruptionBudget wants, as it is written: a number or a percentage. */
export interface Budget {
  name: string;
  minAvailable?: number | string;
  maxUnavailable?: number | string;
}

/** Containers that were started again within the last hour. */
export interface Restart {
  pod: string;
  container: string;
  /** When the attempt before ended. */
  at: string;
  /** How many at once, where nobody watched each. */
  count: number;
}

/** A node, as far as it may explain what is wrong with pods on it. */
export interface PodNode {
  name: string;
  isReady: boolean;
  /** When its readiness last changed. */
  since?: string;
  isCordoned: boolean;
}

/** A change of the workload that is remembered, so that what is wrong can be told to follow from it. */
export interface RecentChange {
  at: string;
  title: string;
  /** Fields by their path, as differences show them. */
  fields: { path: string; before?: string; after?: string }[];
}

/** All that is known of a workload when it is looked at. What is looked up is a function, so that a look costs what is needed. */
export interface WorkloadFacts {
  workload: LeanWorkload;
  /** Of the current template, those being deleted too. */
  pods: readonly PodObject[];
  /** Of earlier templates. */
  formerPods: readonly PodObject[];
  /** Those that somebody else made to go, and that are gone; of the last minutes at least. */
  lost: readonly PodObject[];
  /** Those that select its pods. */
  budgets: readonly Budget[];
  /** Of the last hour, oldest first. */
  restarts: readonly Restart[];
  /** Its last changes, newest first. */
  changes: readonly RecentChange[];
  revisions(): readonly Revision[];
  /** About an object by its uid, the newest first; none where they may not be read. */
  warnings(uid: string): readonly WarningEvent[];
  node(name: string): PodNode | undefined;
}

/** What a PodDisruptionBudget wants, as it is written. */
export function budgetOf({ name, manifest }: PlainObject): Budget {
  const { minAvailable, maxUnavailable } = objectAt(manifest, 'spec');
  return {
    name,
    ...(isAmount(minAvailable) ? { minAvailable } : {}),
    ...(isAmount(maxUnavailable) ? { maxUnavailable } : {}),
  };
}

function isAmount(value: unknown): value is number | string {
  return typeof value === 'number' || typeof value === 'string';
}
