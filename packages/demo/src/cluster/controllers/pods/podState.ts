import { at, listAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';

/** Whether a pod counts: it has not ended, and is not to. */
export function isActive(pod: KubernetesObject): boolean {
  const phase = at(pod, 'status', 'phase');
  return (
    phase !== 'Succeeded' &&
    phase !== 'Failed' &&
    !pod.metadata.deletionTimestamp
  );
}

/** Since when a pod is ready, in epoch milliseconds; undefined while it is not. */
export function readySince(pod: KubernetesObject): number | undefined {
  const ready = listAt(pod, 'status', 'conditions').find(
    ({ type }) => type === 'Ready',
  );
  return ready?.status === 'True'
    ? Date.parse(String(ready.lastTransitionTime))
    : undefined;
}

export function restartsOf(pod: KubernetesObject): number {
  return listAt(pod, 'status', 'containerStatuses')
    .map(({ restartCount }) => Number(restartCount))
    .reduce((most, count) => Math.max(most, count), 0);
}
