import { at, listAt, objectAt } from '../json.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';

/** `Available True MinimumReplicasAvailable` */
export function conditionsOf(object: object): string[] {
  return listAt(object, 'status', 'conditions')
    .map(({ type, status, reason }) => `${type} ${status} ${reason}`)
    .sort();
}

/** Whether a rollout is over, by the rule of `kubectl rollout status`. */
export function isRolledOut(deployment: KubernetesObject): boolean {
  const { replicas } = objectAt(deployment, 'spec');
  const status = objectAt(deployment, 'status');
  return (
    status.observedGeneration === deployment.metadata.generation &&
    status.updatedReplicas === replicas &&
    status.replicas === replicas &&
    status.availableReplicas === replicas &&
    conditionsOf(deployment).includes('Progressing True NewReplicaSetAvailable')
  );
}

/** Who owns what, as `managedFields` tell it, without the times. */
export function ownersOf({ metadata }: KubernetesObject): object[] {
  return (metadata.managedFields ?? []).map(
    ({ manager, operation, subresource, fieldsV1, time }) => ({
      manager,
      operation,
      ...(subresource ? { subresource } : {}),
      ...(time === undefined ? { timeless: true } : {}),
      fields: fieldsV1,
    }),
  );
}

export function revisionOf(object: KubernetesObject): string | undefined {
  return object.metadata.annotations?.['deployment.kubernetes.io/revision'];
}

export function replicasOf(object: object): unknown {
  return at(object, 'spec', 'replicas');
}
