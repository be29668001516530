import { bindingLabels, podLabels } from '../catalog/index.ts';
import type { Manifest } from '../cluster/index.ts';
import type { JsonObject } from '../cluster/json.ts';
import type { ServiceRow } from '../world/index.ts';
import { applicationOf } from './applications.ts';

const CANARY_STEPS = [
  { setWeight: 20 },
  { pause: { duration: '10m' } },
  { setWeight: 60 },
  { pause: { duration: '10m' } },
];

/** How a service is to run in one cluster. Plain JSON, so that it can be kept. */
export interface Wanted {
  version: string;
  /** Absent: an autoscaler says. */
  replicas?: number;
  env?: Record<string, string>;
  /** As much as a container may use. */
  memory?: string;
}

const USUAL_MEMORY = '512Mi';

export function namespaceManifest(name: string): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

/** The kind of what runs a service's pods in a cluster. */
export function workloadKind(
  { canaryIn = [] }: ServiceRow,
  cluster: string,
): 'Deployment' | 'Rollout' {
  return canaryIn.includes(cluster) ? 'Rollout' : 'Deployment';
}

/** @param options - `isTracked`: it bears the name by which Argo CD knows what is its own */
export function workloadManifest(
  service: ServiceRow,
  wanted: Wanted,
  options: { cluster: string; isTracked: boolean },
): Manifest {
  const { cluster, isTracked } = options;
  const deployment = deploymentManifest(service, wanted);
  const { name, system } = service;
  if (isTracked) {
    const application = applicationOf({ service: name, cluster });
    deployment.metadata.annotations = {
      'argocd.argoproj.io/tracking-id': `${application}:apps/Deployment:${system}/${name}`,
    };
  }
  if (workloadKind(service, cluster) === 'Deployment') return deployment;
  const { progressDeadlineSeconds, replicas, selector, template } =
    deployment.spec as JsonObject;
  return {
    ...deployment,
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    spec: {
      progressDeadlineSeconds,
      replicas,
      selector,
      strategy: { canary: { steps: CANARY_STEPS } },
      template,
    },
  };
}

function deploymentManifest(service: ServiceRow, wanted: Wanted): Manifest {
  const {
    maxUnavailable = 0,
    name,
    settings,
    slowRolloutSeconds,
    system,
  } = service;
  const labels = { ...podLabels(service), ...bindingLabels(service) };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: system, labels },
    spec: {
      ...(wanted.replicas === undefined ? {} : { replicas: wanted.replicas }),
      ...(slowRolloutSeconds ? { minReadySeconds: slowRolloutSeconds } : {}),
      progressDeadlineSeconds: 480,
      selector: { matchLabels: podLabels(service) },
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: {
          maxSurge: slowRolloutSeconds ? 1 : '25%',
          maxUnavailable,
        },
      },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name,
              image: `ghcr.io/acme/${name}:${wanted.version}`,
              env: Object.entries(wanted.env ?? service.env ?? {}).map(
                ([key, value]) => ({ name: key, value }),
              ),
              ...(settings
                ? { envFrom: [{ configMapRef: { name: settingsName(name) } }] }
                : {}),
              ports: [{ name: 'http', containerPort: 8080 }],
              readinessProbe: {
                httpGet: { path: '/readyz', port: 8080 },
                periodSeconds: 5,
              },
              livenessProbe: {
                httpGet: { path: '/healthz', port: 8080 },
                periodSeconds: 10,
                timeoutSeconds: 2,
              },
              resources: {
                requests: { cpu: '250m', memory: '128Mi' },
                limits: { memory: wanted.memory ?? USUAL_MEMORY },
              },
            },
          ],
        },
      },
    },
  };
}

export function serviceManifest(service: ServiceRow): Manifest {
  const { name, system } = service;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: system, labels: bindingLabels(service) },
    spec: {
      selector: podLabels(service),
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    },
  };
}

export function settingsManifest(
  service: ServiceRow,
  data: Record<string, string>,
): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: settingsName(service.name),
      namespace: service.system,
      labels: bindingLabels(service),
    },
    data,
  };
}

export function autoscalerManifest(
  service: ServiceRow,
  limits: { min: number; max: number; cpuPercent: number },
): Manifest {
  const { name, system } = service;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace: system, labels: bindingLabels(service) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: limits.min,
      maxReplicas: limits.max,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: {
              type: 'Utilization',
              averageUtilization: limits.cpuPercent,
            },
          },
        },
      ],
    },
  };
}

/** Whoever drains a node leaves so many of its pods alone. */
export function budgetManifest(
  service: ServiceRow,
  minAvailable: string,
): Manifest {
  const { name, system } = service;
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: system, labels: bindingLabels(service) },
    spec: {
      minAvailable,
      selector: { matchLabels: podLabels(service) },
    },
  };
}

export function settingsName(service: string): string {
  return `${service}-settings`;
}
