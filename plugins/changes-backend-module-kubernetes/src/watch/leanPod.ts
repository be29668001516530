import type { ContainerState, PodObject } from '../kinds';

const NONE: ContainerState[] = [];

/**
 * What is needed of a pod: of containers in which nothing has ended and that wait for nothing worth a word, nothing. Nearly all pods are
 * so. @param shared - gives one and the same text for equal ones
 */
export function leanPod(
  pod: PodObject,
  shared: (text: string) => string,
): PodObject {
  const { uid, name, namespace, resourceVersion, owner, node } = pod;
  const { revisionHash, isReady, deletingSince, readySince, disruption } = pod;
  const troubled = pod.containers.filter(
    ({ ended, waiting }) => ended !== undefined || waiting !== undefined,
  );
  return {
    uid,
    name,
    resourceVersion,
    owner,
    isReady,
    containers: troubled.length > 0 ? troubled : NONE,
    ...(namespace === undefined ? {} : { namespace: shared(namespace) }),
    ...(node === undefined ? {} : { node: shared(node) }),
    ...(revisionHash === undefined
      ? {}
      : { revisionHash: shared(revisionHash) }),
    ...(deletingSince === undefined ? {} : { deletingSince }),
    ...(disruption === undefined ? {} : { disruption }),
    ...(troubled.length > 0 && readySince !== undefined ? { readySince } : {}),
  };
}
