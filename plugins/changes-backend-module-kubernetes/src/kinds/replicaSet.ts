import type { JsonObject } from '@backstage/types';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { revisionOf, templateOf } from './deployment';
import { kindOf } from './Kind';
import { controllerOf, type KubernetesObject } from './KubernetesObject';
import { digestOf } from './manifest';
import { namedOf, type Named } from './Named';

const HISTORY_ANNOTATION = 'deployment.kubernetes.io/revision-history';

/** A template that a Deployment has or had. */
export interface ReplicaSetObject extends Named {
  /** uid of the Deployment. */
  owner: string;
  revision: number;
  /** Revisions that the same template had before, oldest first. */
  formerRevisions: number[];
  /** Without secrets. */
  template: JsonObject;
  /** Of the template with its secrets; in memory only. */
  templateDigest: string;
}

export const REPLICA_SET = kindOf({
  resource: 'replicasets',
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  isRemembered: false,
  book: 'workloads',
  read: readReplicaSet,
});

/** Undefined for those that no Deployment controls. */
export function readReplicaSet(
  object: KubernetesObject,
  redactor: Redactor,
): ReplicaSetObject | undefined {
  const owner = controllerOf(object);
  const revision = revisionOf(object);
  if (owner?.kind !== 'Deployment' || revision === undefined) return undefined;
  const template = templateOf(object);
  return {
    ...namedOf(object),
    owner: owner.uid,
    revision,
    formerRevisions: (object.metadata.annotations?.[HISTORY_ANNOTATION] ?? '')
      .split(',')
      .map(Number)
      .filter(number => Number.isInteger(number) && number > 0),
    template: redactor.redact(template),
    templateDigest: digestOf(template),
  };
}
