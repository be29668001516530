import type { Manifest } from '../KubernetesObject.ts';

export const NAMESPACE = 'shop';

/** A Deployment as a test wants it. */
export function deployment(
  name: string,
  options: {
    image?: string;
    replicas?: number;
    behavior?: string;
    env?: Record<string, string>;
    spec?: object;
  } = {},
): Manifest {
  const { image = 'web:v1', replicas, behavior, env = {}, spec } = options;
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: NAMESPACE, labels },
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels,
          ...(behavior
            ? { annotations: { 'demo.ripple.dev/behavior': behavior } }
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
              resources: { requests: { cpu: '100m' } },
            },
          ],
        },
      },
      ...spec,
    },
  };
}

export function configMap(
  name: string,
  data: Record<string, string>,
  labels?: Record<string, string>,
): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: NAMESPACE, ...(labels ? { labels } : {}) },
    data,
  };
}

export function autoscaler(name: string, min: number, max: number): Manifest {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: 50 },
          },
        },
      ],
    },
  };
}
