import type { JsonObject } from '@backstage/types';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { kindOf, typeOf } from './Kind';
import {
  listAt,
  numberOf,
  objectAt,
  textOf,
  type KubernetesObject,
} from './KubernetesObject';
import { digestOf, manifestOf } from './manifest';
import { mentionsOf, type Mentions } from './mentions';
import { namedOf, type Named, type Written } from './Named';

export const REVISION_ANNOTATION = 'deployment.kubernetes.io/revision';

export interface Condition {
  status: string;
  reason?: string;
  /** When the status last changed. */
  since?: string;
  /** When anything of it last changed. */
  updatedAt?: string;
}

export interface DeploymentStatus {
  observedGeneration: number;
  /** All pods, of old templates too. */
  replicas: number;
  updated: number;
  ready: number;
  available: number;
  isAvailable?: Condition;
  progressing?: Condition;
}

export interface DeploymentObject extends Named {
  generation: number;
  manifest: JsonObject;
  replicas: number;
  paused: boolean;
  /** Number of the template that the controller last rolled out. */
  revision?: number;
  status: DeploymentStatus;
  mentions: Mentions;
}

/** As just read. */
export interface ReadDeployment extends DeploymentObject, Written {
  /** Of the pod template with its secrets; in memory only. */
  templateDigest: string;
}

export const DEPLOYMENT = kindOf({
  resource: 'deployments',
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  after: [
    'services',
    'replicasets.apps',
    'horizontalpodautoscalers.autoscaling',
  ],
  book: 'workloads',
  read: readDeployment,
});

export function readDeployment(
  object: KubernetesObject,
  redactor: Redactor,
): ReadDeployment {
  const spec = objectAt(object, 'spec');
  const status = objectAt(object, 'status');
  const template = templateOf(object);
  const condition = (type: string): Condition | undefined => {
    const found = listAt(status, 'conditions').find(item => item.type === type);
    return (
      found && {
        status: textOf(found.status) ?? 'Unknown',
        reason: textOf(found.reason),
        since: textOf(found.lastTransitionTime),
        updatedAt: textOf(found.lastUpdateTime),
      }
    );
  };
  return {
    ...namedOf(object),
    ...manifestOf(
      { ...object, spec: { ...spec, template } },
      typeOf(DEPLOYMENT),
      redactor,
    ),
    managed: object.metadata.managedFields ?? [],
    generation: object.metadata.generation ?? 0,
    replicas: numberOf(spec.replicas) ?? 1,
    paused: spec.paused === true,
    revision: revisionOf(object),
    templateDigest: digestOf(template),
    mentions: mentionsOf(objectAt(spec, 'template', 'spec')),
    status: {
      observedGeneration: numberOf(status.observedGeneration) ?? 0,
      replicas: numberOf(status.replicas) ?? 0,
      updated: numberOf(status.updatedReplicas) ?? 0,
      ready: numberOf(status.readyReplicas) ?? 0,
      available: numberOf(status.availableReplicas) ?? 0,
      isAvailable: condition('Available'),
      progressing: condition('Progressing'),
    },
  };
}

export function revisionOf(object: KubernetesObject): number | undefined {
  const revision = Number(object.metadata.annotations?.[REVISION_ANNOTATION]);
  return Number.isInteger(revision) && revision > 0 ? revision : undefined;
}

/**
 * The pod template as the Deployment has it: a ReplicaSet's copy carries one label more. The API server writes both in the same order.
 */
export function templateOf(object: KubernetesObject): JsonObject {
  const template = objectAt(object, 'spec', 'template');
  const metadata = objectAt(template, 'metadata');
  const { 'pod-template-hash': _, ...labels } = objectAt(metadata, 'labels');
  const { creationTimestamp: __, ...rest } = metadata;
  return { ...template, metadata: { ...rest, labels } };
}
