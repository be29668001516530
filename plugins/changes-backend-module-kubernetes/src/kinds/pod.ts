import type { JsonObject } from '@backstage/types';
import { POD_REVISION_LABEL } from './controllerRevision';
import { kindOf } from './Kind';
import {
  controllerOf,
  listAt,
  numberOf,
  objectAt,
  textOf,
  type KubernetesObject,
} from './KubernetesObject';
import { namedOf, type Named } from './Named';
import { WORKLOAD_IDS } from './plain';

export interface PodObject extends Named {
  /** uid of the ReplicaSet, StatefulSet or DaemonSet. */
  owner: string;
  /** The revision that it is of, where its owner has several. */
  revisionHash?: string;
  /** Name of the node that it was placed on. */
  node?: string;
  isReady: boolean;
  readySince?: string;
  containers: ContainerState[];
  /** It was made to go, not by its workload. */
  disruption?: Disruption;
}

/** Why a pod was made to go. */
export interface Disruption {
  /** e.g. `EvictionByEvictionAPI`, `PreemptionByScheduler`, `TerminationByKubelet` */
  reason: string;
  message?: string;
  at?: string;
}

export interface ContainerState {
  name: string;
  restarts: number;
  /** e.g. `CrashLoopBackOff` */
  waiting?: string;
  /** How it last ended, now or before the running attempt. */
  ended?: { reason: string; exitCode: number; at?: string };
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

/** Undefined for pods that no workload controls. */
export function readPod(object: KubernetesObject): PodObject | undefined {
  const owner = controllerOf(object);
  if (!owner || !OWNERS.has(owner.kind)) return undefined;
  const status = objectAt(object, 'status');
  const ready = listAt(status, 'conditions').find(c => c.type === 'Ready');
  return {
    ...namedOf(object),
    owner: owner.uid,
    revisionHash: object.metadata.labels?.[POD_REVISION_LABEL],
    node: textOf(objectAt(object, 'spec').nodeName),
    disruption: disruptionOf(status),
    isReady: ready?.status === 'True',
    readySince:
      ready?.status === 'True' ? textOf(ready.lastTransitionTime) : undefined,
    containers: [
      ...listAt(status, 'initContainerStatuses'),
      ...listAt(status, 'containerStatuses'),
    ].map(container => {
      const now = objectAt(container, 'state', 'terminated');
      const before = objectAt(container, 'lastState', 'terminated');
      const ended = numberOf(now.exitCode) === undefined ? before : now;
      const exitCode = numberOf(ended.exitCode);
      return {
        name: textOf(container.name) ?? '',
        restarts: numberOf(container.restartCount) ?? 0,
        waiting: textOf(objectAt(container, 'state', 'waiting').reason),
        ended:
          exitCode === undefined
            ? undefined
            : {
                reason: textOf(ended.reason) ?? 'Error',
                exitCode,
                at: textOf(ended.finishedAt),
              },
      };
    }),
  };
}

function disruptionOf(status: JsonObject): Disruption | undefined {
  const condition = listAt(status, 'conditions').find(
    ({ type, status: value }) =>
      type === 'DisruptionTarget' && value === 'True',
  );
  const reason = textOf(condition?.reason);
  if (reason === undefined) return undefined;
  return {
    reason,
    // The kubelet's own words on what ran short.
    message: textOf(status.message),
    at: textOf(condition?.lastTransitionTime),
  };
}
