export interface WorkloadOptions {
  name: string;
  /** With its tag. */
  image: string;
  replicas: number;
  env?: Record<string, string>;
  /** ConfigMap whose keys become environment variables. */
  configMap?: string;
  labels?: Record<string, string>;
  progressDeadlineSeconds?: number;
}

/** A Deployment whose pods carry the label by which the catalog finds it. */
export function deployment(namespace: string, options: WorkloadOptions) {
  const { name, image, replicas, env = {}, configMap: settings } = options;
  const labels = {
    'app.kubernetes.io/name': name,
    'backstage.io/kubernetes-id': name,
    ...options.labels,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      progressDeadlineSeconds: options.progressDeadlineSeconds ?? 600,
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'app',
              image,
              env: Object.entries(env).map(([key, value]) => ({
                name: key,
                value,
              })),
              ...(settings
                ? { envFrom: [{ configMapRef: { name: settings } }] }
                : {}),
              resources: {
                requests: { cpu: '100m', memory: '128Mi' },
                limits: { memory: '512Mi' },
              },
            },
          ],
        },
      },
    },
  };
}

export function service(namespace: string, name: string) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace,
      labels: { 'backstage.io/kubernetes-id': name },
    },
    spec: {
      selector: { 'app.kubernetes.io/name': name },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    },
  };
}

export function configMap(
  namespace: string,
  name: string,
  data: Record<string, string>,
  labels?: Record<string, string>,
) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, labels },
    data,
  };
}

export function autoscaler(
  namespace: string,
  options: { name: string; min: number; max: number; cpuPercent: number },
) {
  const { name, min, max, cpuPercent } = options;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name,
      namespace,
      labels: { 'backstage.io/kubernetes-id': name },
    },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: cpuPercent },
          },
        },
      ],
    },
  };
}

/** What kubebox's metrics say that the pods use whose names begin so: `{ 'web-': 'total:2000m' }`. */
export const USAGE_CONFIG_MAP = 'kubebox-usage';
