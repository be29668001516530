import { numberAt, objectAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import { templateHash } from '../deployment/replicaSets.ts';
import { controllerReference } from '../owners.ts';

const HASH_LABEL = 'rollouts-pod-template-hash';
const PREFIX = 'rollout.argoproj.io';
export const REVISION = `${PREFIX}/revision`;
const DESIRED = `${PREFIX}/desired-replicas`;

/** A Rollout's ReplicaSets: of the present template, of the stable one, and all others. */
export interface CanarySets {
  canary: KubernetesObject;
  stable?: KubernetesObject;
  others: KubernetesObject[];
}

export function hashOf({ metadata }: KubernetesObject): string | undefined {
  return metadata.labels?.[HASH_LABEL];
}

export function revisionOf({ metadata }: KubernetesObject): number {
  return Number(metadata.annotations?.[REVISION] ?? 0);
}

export function wantedOf(set: KubernetesObject | undefined): number {
  return set ? numberAt(set, 'spec', 'replicas') ?? 0 : 0;
}

export function countOf(
  set: KubernetesObject | undefined,
  field: 'replicas' | 'readyReplicas' | 'availableReplicas',
): number {
  return set ? numberAt(set, 'status', field) ?? 0 : 0;
}

/** The ReplicaSet of the present template, without replicas yet. */
export function newCanarySet(
  rollout: KubernetesObject,
  revision: number,
): KubernetesObject {
  const hash = templateHash(rollout);
  const { name, namespace } = rollout.metadata;
  const spec = objectAt(rollout, 'spec');
  const template = objectAt(spec, 'template');
  const metadata = objectAt(template, 'metadata');
  const labels = {
    ...(objectAt(metadata, 'labels') as Record<string, string>),
    [HASH_LABEL]: hash,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      uid: '',
      resourceVersion: '',
      labels,
      annotations: {
        [DESIRED]: String(numberAt(spec, 'replicas') ?? 1),
        [REVISION]: String(revision),
      },
      ownerReferences: [controllerReference(rollout)],
    },
    spec: {
      replicas: 0,
      selector: {
        matchLabels: {
          ...objectAt(spec, 'selector', 'matchLabels'),
          [HASH_LABEL]: hash,
        },
      },
      template: { ...template, metadata: { ...metadata, labels } },
    },
  };
}

/** A ReplicaSet whose template is the present one again takes the next number. */
export function renumbered(
  set: KubernetesObject,
  revision: number,
): KubernetesObject {
  const { metadata } = set;
  return revisionOf(set) === revision
    ? set
    : {
        ...set,
        metadata: {
          ...metadata,
          annotations: {
            ...metadata.annotations,
            [REVISION]: String(revision),
          },
        },
      };
}

export function withReplicas(
  set: KubernetesObject,
  replicas: number,
): KubernetesObject {
  return wantedOf(set) === replicas
    ? set
    : { ...set, spec: { ...objectAt(set, 'spec'), replicas } };
}
