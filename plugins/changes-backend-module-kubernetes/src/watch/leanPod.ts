import type { ContainerState, PodObject } from '../kinds';

const NONE: ContainerState[] = [];

/**
 * What is needed of a pod: of one that is well, next to nothing. Nearly all pods are so.
 * @param shared - gives one and the same text for equal ones
 */
export function leanPod(
  pod: PodObject,
  shared: (text: string) => string,
): PodObject {
  const { uid, name, namespace, resourceVersion, owner, node } = pod;
  const { revisionHash, isReady, deletingSince, disruption } = pod;
  const lean: PodObject = {
    uid,
    name,
    resourceVersion,
    owner,
    isReady,
    containers: pod.containers.length > 0 ? pod.containers : NONE,
    ...(namespace === undefined ? {} : { namespace: shared(namespace) }),
    ...(node === undefined ? {} : { node: shared(node) }),
    ...(revisionHash === undefined
      ? {}
      : { revisionHash: shared(revisionHash) }),
  };
  if (deletingSince !== undefined) {
    const { goneBy, finalizers } = pod;
    Object.assign(lean, { deletingSince, goneBy, finalizers });
  }
  if (disruption !== undefined) lean.disruption = disruption;
  if (!isReady) {
    const { createdAt, unreadySince, phase, failure, unscheduled } = pod;
    Object.assign(lean, {
      createdAt,
      unreadySince,
      phase,
      failure,
      unscheduled,
    });
  } else if (pod.containers.length > 0) {
    lean.readySince = pod.readySince;
  }
  return lean;
}
