import type { JsonObject } from '@backstage/types';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { typeOf, type Kind } from './Kind';
import {
  listAt,
  objectAt,
  textOf,
  type KubernetesObject,
} from './KubernetesObject';
import { manifestOf } from './manifest';
import { mentionsOf, type Mentions } from './mentions';
import { namedOf, type Named, type Written } from './Named';

/** Which kind a workload is of, as its subject says. */
export type WorkloadType = Pick<Kind, 'kind' | 'group'>;

/** How many pods of a workload are how far. */
export interface PodCounts {
  /** All pods, of old templates too. */
  replicas: number;
  updated: number;
  ready: number;
  available: number;
}

/** How the last rollout of a workload stands, by the rule of `kubectl rollout status` for its kind. */
export interface RolloutPhase {
  /** `paused`: nothing replaces its pods until somebody does something. */
  state: 'complete' | 'in-progress' | 'failed' | 'paused';
  /** Paused by its own strategy (`OnDelete`): a pod is replaced only when somebody deletes it. */
  waitsForDeletion?: true;
  /** Its controller replaces pods, or has not said yet that it has replaced them all. */
  isMoving: boolean;
  /** Its controller said that it had replaced all pods; what became of them since is another matter. */
  settled?: { at?: string };
  /** Its controller itself says when a rollout has failed. */
  hasDeadline?: true;
  /** When its controller last said how it stands. */
  at?: string;
  /** Why it failed. */
  reason?: string;
}

/** How far a rollout is that goes step by step. */
export interface Course {
  /** How much of the traffic the new template gets, in percent. */
  weight?: number;
  /** At which step it is, or what it waits for. */
  note?: string;
}

/** What runs pods from a template. */
export interface WorkloadObject extends Named {
  type: WorkloadType;
  generation: number;
  /** Up to which generation its status speaks. */
  observedGeneration: number;
  manifest: JsonObject;
  /** How many pods are wanted. */
  replicas: number;
  /** Number of the template that its controller last rolled out. */
  revision?: number;
  counts: PodCounts;
  phase: RolloutPhase;
  course?: Course;
  /** Its controller has found too few pods to be available, since when. */
  unavailableSince?: string;
  mentions: Mentions;
}

/** As just read. */
export interface ReadWorkload extends WorkloadObject, Written {
  /** Of the pod template with its secrets; in memory only. */
  templateDigest: string;
}

/** What each kind reads in its own way. */
type Own = Pick<
  ReadWorkload,
  'replicas' | 'counts' | 'phase' | 'templateDigest'
> &
  Partial<Pick<ReadWorkload, 'revision' | 'unavailableSince' | 'course'>>;

/** What all kinds of workloads have in common, with what each reads in its own way. */
export function readWorkload(
  kind: Kind,
  object: KubernetesObject,
  redactor: Redactor,
  own: Own,
): ReadWorkload {
  const spec = objectAt(object, 'spec');
  return {
    ...namedOf(object),
    ...manifestOf(
      { ...object, spec: { ...spec, template: templateOf(object) } },
      typeOf(kind),
      redactor,
    ),
    type: { kind: kind.kind, group: kind.group },
    managed: object.metadata.managedFields ?? [],
    generation: object.metadata.generation ?? 0,
    observedGeneration: observedGenerationOf(object),
    mentions: mentionsOf(objectAt(spec, 'template', 'spec')),
    ...own,
  };
}

export function observedGenerationOf(object: KubernetesObject): number {
  const { observedGeneration } = objectAt(object, 'status');
  // Argo Rollouts writes it as text.
  const number = Number(observedGeneration ?? 0);
  return Number.isSafeInteger(number) ? number : 0;
}

export interface Condition {
  status: string;
  reason?: string;
  /** When the status last changed. */
  since?: string;
  /** When anything of it last changed. */
  updatedAt?: string;
}

export function conditionOf(
  object: KubernetesObject,
  type: string,
): Condition | undefined {
  const found = listAt(object, 'status', 'conditions').find(
    item => item.type === type,
  );
  return (
    found && {
      status: textOf(found.status) ?? 'Unknown',
      reason: textOf(found.reason),
      since: textOf(found.lastTransitionTime),
      updatedAt: textOf(found.lastUpdateTime),
    }
  );
}

/** Labels that controllers add to the templates of what they make. */
const TEMPLATE_HASHES = ['pod-template-hash', 'rollouts-pod-template-hash'];

/**
 * A pod template as the workload has it: a ReplicaSet's copy carries one label more. The API server writes both in the same order.
 * @param holder - what holds it under `spec.template`
 */
export function templateOf(holder: unknown): JsonObject {
  const template = objectAt(holder, 'spec', 'template');
  const metadata = objectAt(template, 'metadata');
  const { creationTimestamp: _, ...rest } = metadata;
  const labels = Object.fromEntries(
    Object.entries(objectAt(metadata, 'labels')).filter(
      ([key]) => !TEMPLATE_HASHES.includes(key),
    ),
  );
  return { ...template, metadata: { ...rest, labels } };
}
