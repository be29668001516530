import type { JsonObject } from '@backstage/types';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { containersOf, type ContainerState } from './container';
import { POD_REVISION_LABEL } from './controllerRevision';
import { kindOf } from './Kind';
import {
  controllerOf,
  listAt,
  objectAt,
  textOf,
  type KubernetesObject,
} from './KubernetesObject';
import { namedOf, type Named } from './Named';
import { WORKLOAD_IDS } from './plain';

/** Longer words of a component of Kubernetes are cut. */
/** What is cut off is not looked through for secrets, so that what is shown ends well before. */
const READ_CHARS = 4000;
const MESSAGE_CHARS = 1000;

export interface PodObject extends Named {
  /** uid of the ReplicaSet, StatefulSet or DaemonSet. */
  owner: string;
  /** The revision that it is of, where its owner has several. */
  revisionHash?: string;
  /** Name of the node that it was placed on. */
  node?: string;
  isReady: boolean;
  readySince?: string;
  unreadySince?: string;
  /** Absent while it runs. `Pending`: nothing of it runs yet; `Failed` and `Succeeded`: nothing of it ever will again. */
  phase?: 'Pending' | 'Failed' | 'Succeeded';
  /** Why the pod as a whole failed: `Evicted`. */
  failure?: Words;
  /** No node was found for it. */
  unscheduled?: Words & { since?: string };
  /** By when it was to be gone, where it is being deleted. */
  goneBy?: string;
  /** Who has to let it go first, where it is being deleted. */
  finalizers?: string[];
  /** Those in which something ended or is not as it should be. */
  containers: ContainerState[];
  /** It was made to go, not by its workload. */
  disruption?: Disruption;
}

/** A reason in one word, with the words of who gives it. */
export interface Words {
  reason: string;
  message?: string;
}

/** Why a pod was made to go. */
export interface Disruption extends Words {
  /** e.g. `EvictionByEvictionAPI`, `PreemptionByScheduler`, `TerminationByKubelet` */
  reason: string;
  at?: string;
}

export const POD = kindOf({
  resource: 'pods',
  group: '',
  version: 'v1',
  kind: 'Pod',
  isRemembered: false,
  after: WORKLOAD_IDS,
  book: 'workloads',
  read: readPod,
});

const OWNERS = new Set(['ReplicaSet', 'StatefulSet', 'DaemonSet']);
const PHASES: ReadonlySet<unknown> = new Set([
  'Pending',
  'Failed',
  'Succeeded',
]);

/** Undefined for pods that no workload controls. */
export function readPod(
  object: KubernetesObject,
  redactor: Redactor,
): PodObject | undefined {
  const owner = controllerOf(object);
  if (!owner || !OWNERS.has(owner.kind)) return undefined;
  const status = objectAt(object, 'status');
  const clean = (value: unknown) => {
    const text = textOf(value);
    return (
      text &&
      redactor.redactText(text.slice(0, READ_CHARS)).slice(0, MESSAGE_CHARS)
    );
  };
  const conditions = listAt(status, 'conditions');
  const ready = conditions.find(({ type }) => type === 'Ready');
  const isReady = ready?.status === 'True';
  const readinessAt = textOf(ready?.lastTransitionTime);
  const { finalizers, deletionTimestamp } = object.metadata;
  const isGoing = deletionTimestamp !== undefined;
  return {
    ...namedOf(object),
    owner: owner.uid,
    revisionHash: object.metadata.labels?.[POD_REVISION_LABEL],
    node: textOf(objectAt(object, 'spec').nodeName),
    isReady,
    readySince: isReady ? readinessAt : undefined,
    unreadySince: isReady ? undefined : readinessAt,
    phase: PHASES.has(status.phase)
      ? (status.phase as PodObject['phase'])
      : undefined,
    failure: failureOf(status, clean),
    unscheduled: unscheduledOf(conditions, clean),
    goneBy: deletionTimestamp,
    finalizers:
      isGoing && Array.isArray(finalizers)
        ? finalizers.filter(name => typeof name === 'string')
        : undefined,
    disruption: disruptionOf(status, conditions, clean),
    containers: containersOf(object, clean),
  };
}

type Clean = (value: unknown) => string | undefined;

function failureOf(status: JsonObject, clean: Clean): Words | undefined {
  const reason = textOf(status.reason);
  return status.phase === 'Failed' && reason !== undefined
    ? { reason, message: clean(status.message) }
    : undefined;
}

function unscheduledOf(
  conditions: JsonObject[],
  clean: Clean,
): PodObject['unscheduled'] {
  const placed = conditions.find(({ type }) => type === 'PodScheduled');
  return placed?.status === 'False'
    ? {
        reason: textOf(placed.reason) ?? 'Unschedulable',
        message: clean(placed.message),
        since: textOf(placed.lastTransitionTime),
      }
    : undefined;
}

function disruptionOf(
  status: JsonObject,
  conditions: JsonObject[],
  clean: Clean,
): Disruption | undefined {
  const condition = conditions.find(
    ({ type, status: value }) =>
      type === 'DisruptionTarget' && value === 'True',
  );
  const reason = textOf(condition?.reason);
  if (reason === undefined) return undefined;
  return {
    reason,
    // The kubelet's own words on what ran short; of all others the condition's.
    message: clean(status.message ?? condition?.message),
    at: textOf(condition?.lastTransitionTime),
  };
}
