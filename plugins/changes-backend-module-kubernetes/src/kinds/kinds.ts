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
} as const;

/** Plural name, as in RBAC rules. */
export type Resource = keyof typeof KINDS;

export const RESOURCES = Object.keys(KINDS) as Resource[];

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
