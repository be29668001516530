/** The kinds that are watched. */
export const KINDS = {
  services: { kind: 'Service', group: '', version: 'v1' },
  namespaces: { kind: 'Namespace', group: '', version: 'v1' },
  replicasets: { kind: 'ReplicaSet', group: 'apps', version: 'v1' },
  horizontalpodautoscalers: {
    kind: 'HorizontalPodAutoscaler',
    group: 'autoscaling',
    version: 'v2',
  },
  deployments: { kind: 'Deployment', group: 'apps', version: 'v1' },
  configmaps: { kind: 'ConfigMap', group: '', version: 'v1' },
  pods: { kind: 'Pod', group: '', version: 'v1' },
  ingresses: { kind: 'Ingress', group: 'networking.k8s.io', version: 'v1' },
  networkpolicies: {
    kind: 'NetworkPolicy',
    group: 'networking.k8s.io',
    version: 'v1',
  },
  poddisruptionbudgets: {
    kind: 'PodDisruptionBudget',
    group: 'policy',
    version: 'v1',
  },
  persistentvolumeclaims: {
    kind: 'PersistentVolumeClaim',
    group: '',
    version: 'v1',
  },
  resourcequotas: { kind: 'ResourceQuota', group: '', version: 'v1' },
  cronjobs: { kind: 'CronJob', group: 'batch', version: 'v1' },
} as const;

/** Plural name, as in RBAC rules. */
export type Resource = keyof typeof KINDS;

export const RESOURCES = Object.keys(KINDS) as Resource[];

/** As a manifest names the kind. */
export function typeOf(resource: Resource): {
  apiVersion: string;
  kind: string;
} {
  const { group, version, kind } = KINDS[resource];
  return { apiVersion: group ? `${group}/${version}` : version, kind };
}

/** e.g. `/apis/apps/v1/deployments` */
export function collectionPath(resource: Resource): string {
  const { group, version } = KINDS[resource];
  return group
    ? `/apis/${group}/${version}/${resource}`
    : `/api/${version}/${resource}`;
}

/** e.g. `deployments.apps` */
export function qualifiedResource(resource: Resource): string {
  const { group } = KINDS[resource];
  return group ? `${resource}.${group}` : resource;
}
