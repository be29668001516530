import { isDeepStrictEqual } from 'node:util';
import { at, numberAt, objectAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import { isActive, readySince, restartsOf } from '../pods/podState.ts';

/** What the ReplicaSet controller does about one ReplicaSet now. */
export interface ReplicaSetSync {
  /** So many pods are missing. */
  create: number;
  /** These are too many. */
  remove: KubernetesObject[];
  /** Its status, where that is another one. */
  status?: object;
  /** When a pod becomes available only by having been ready for long enough. */
  recheckAt?: number;
}

/** One round of the ReplicaSet controller. Its status tells of the pods that it found, not of those that it makes or removes now. */
export function syncReplicaSet(options: {
  replicaSet: KubernetesObject;
  /** All that the ReplicaSet controls. */
  pods: KubernetesObject[];
  now: number;
}): ReplicaSetSync {
  const { replicaSet, pods, now } = options;
  const active = pods.filter(isActive);
  const wanted = numberAt(replicaSet, 'spec', 'replicas') ?? 1;
  const excess = active.length - wanted;
  const minReadyMs =
    (numberAt(replicaSet, 'spec', 'minReadySeconds') ?? 0) * 1000;
  const since = active.flatMap(pod => readySince(pod) ?? []);
  const availableAt = since.map(time => time + minReadyMs);
  const status = {
    replicas: active.length,
    ...counted('fullyLabeledReplicas', active.length),
    ...counted('readyReplicas', since.length),
    ...counted(
      'availableReplicas',
      availableAt.filter(time => time <= now).length,
    ),
    terminatingReplicas: pods.filter(
      pod => pod.metadata.deletionTimestamp && !hasEnded(pod),
    ).length,
    observedGeneration: replicaSet.metadata.generation ?? 0,
  };
  const later = availableAt.filter(time => time > now);
  return {
    create: Math.max(0, -excess),
    remove: excess > 0 ? active.toSorted(leastWorth).slice(0, excess) : [],
    ...(isDeepStrictEqual(objectAt(replicaSet, 'status'), status)
      ? {}
      : { status }),
    ...(later.length > 0 ? { recheckAt: Math.min(...later) } : {}),
  };
}

/** Pods that are removed first: not yet on a node, not running, not ready, then those that have run for the shortest time. */
function leastWorth(a: KubernetesObject, b: KubernetesObject): number {
  return (
    rank(a) - rank(b) ||
    (readySince(b) ?? 0) - (readySince(a) ?? 0) ||
    restartsOf(b) - restartsOf(a) ||
    created(b) - created(a) ||
    (a.metadata.name < b.metadata.name ? -1 : 1)
  );
}

function rank(pod: KubernetesObject): number {
  if (at(pod, 'spec', 'nodeName') === undefined) return 0;
  if (at(pod, 'status', 'phase') !== 'Running') return 1;
  return readySince(pod) === undefined ? 2 : 3;
}

function created({ metadata }: KubernetesObject): number {
  return Date.parse(metadata.creationTimestamp ?? '');
}

function hasEnded(pod: KubernetesObject): boolean {
  const phase = at(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed';
}

function counted(name: string, count: number): object {
  return count > 0 ? { [name]: count } : {};
}
