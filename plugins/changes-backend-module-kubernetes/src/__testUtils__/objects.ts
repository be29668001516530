import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import {
  kubernetesObject,
  readDeployment,
  readReplicaSet,
  type KubernetesObject,
  type ManagedField,
  type ReadWorkload,
  type RevisionObject,
} from '../kinds';

const redactor = Redactor.create({});

export interface DeploymentDraft {
  name?: string;
  uid?: string;
  resourceVersion?: number;
  generation?: number;
  observed?: number;
  replicas?: number;
  image?: string;
  env?: Record<string, string>;
  restartedAt?: string;
  labels?: Record<string, string>;
  memory?: string;
  revision?: number;
  paused?: boolean;
  strategy?: string;
  status?: Record<string, unknown>;
  conditions?: Record<string, unknown>[];
  managed?: ManagedField[];
  createdAt?: string;
}

/** A Deployment as an API server answers it; settled unless the draft says otherwise. */
export function deploymentObject(draft: DeploymentDraft): KubernetesObject {
  const {
    name = 'rest-api',
    uid = 'd1',
    resourceVersion = 1,
    generation = 1,
    observed = generation,
    replicas = 3,
    revision = 1,
  } = draft;
  return kubernetesObject.parse({
    metadata: {
      name,
      namespace: 'shop',
      uid,
      resourceVersion: String(resourceVersion),
      generation,
      creationTimestamp: draft.createdAt ?? '2026-11-19T01:00:00Z',
      labels: draft.labels ?? { app: name },
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      managedFields: draft.managed ?? [],
    },
    spec: {
      replicas,
      ...(draft.paused ? { paused: true } : {}),
      strategy: { type: draft.strategy ?? 'RollingUpdate' },
      selector: { matchLabels: { app: name } },
      template: templateOfDraft(draft),
    },
    status: {
      observedGeneration: observed,
      replicas,
      updatedReplicas: replicas,
      readyReplicas: replicas,
      availableReplicas: replicas,
      conditions: draft.conditions ?? [
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetAvailable',
          lastUpdateTime: '2026-11-19T01:00:05Z',
        },
      ],
      ...draft.status,
    },
  });
}

export function deployment(draft: DeploymentDraft): ReadWorkload {
  return readDeployment(deploymentObject(draft), redactor);
}

export function replicaSetObject(
  draft: DeploymentDraft & {
    revision: number;
    former?: number[];
    createdAt?: string;
  },
): KubernetesObject {
  const { name = 'rest-api', uid = 'd1', revision, former = [] } = draft;
  const first = former[0] ?? revision;
  const template = templateOfDraft(draft);
  return kubernetesObject.parse({
    metadata: {
      name: `${name}-${first}`,
      namespace: 'shop',
      uid: `${uid}-rs-${first}`,
      resourceVersion: String(draft.resourceVersion ?? revision),
      creationTimestamp:
        draft.createdAt ??
        `2026-11-19T01:${String(first).padStart(2, '0')}:00Z`,
      annotations: {
        'deployment.kubernetes.io/revision': String(revision),
        ...(former.length > 0
          ? { 'deployment.kubernetes.io/revision-history': former.join(',') }
          : {}),
      },
      ownerReferences: [{ kind: 'Deployment', name, uid, controller: true }],
    },
    spec: {
      template: {
        ...template,
        metadata: {
          ...template.metadata,
          labels: {
            ...template.metadata.labels,
            'pod-template-hash': `hash${first}`,
          },
        },
      },
    },
  });
}

export function replicaSet(
  draft: Parameters<typeof replicaSetObject>[0],
): RevisionObject {
  return readReplicaSet(replicaSetObject(draft), redactor) as RevisionObject;
}

/** An entry of managedFields that owns these fields, given as `spec.replicas`. */
export function managedField(
  manager: string,
  options: {
    time?: string;
    fields: string[];
    subresource?: string;
    operation?: string;
  },
): ManagedField {
  const fieldsV1: Record<string, unknown> = {};
  for (const field of options.fields) {
    let node = fieldsV1;
    for (const step of field.split('.')) {
      const key = step.startsWith('k:') ? step : `f:${step}`;
      node[key] ??= {};
      node = node[key] as Record<string, unknown>;
    }
  }
  return {
    manager,
    operation: options.operation ?? 'Update',
    subresource: options.subresource,
    time: options.time,
    fieldsV1,
  };
}

function templateOfDraft({
  name = 'rest-api',
  image = 'acme/rest-api:v1',
  env = {},
  restartedAt,
  memory,
}: DeploymentDraft) {
  return {
    metadata: {
      labels: { app: name },
      ...(restartedAt
        ? { annotations: { 'kubectl.kubernetes.io/restartedAt': restartedAt } }
        : {}),
    },
    spec: {
      containers: [
        {
          name: 'app',
          image,
          env: Object.entries(env).map(([key, value]) => ({
            name: key,
            value,
          })),
          resources: memory ? { limits: { memory } } : {},
        },
      ],
    },
  };
}
