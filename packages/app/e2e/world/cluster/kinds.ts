/** A kind of the API server, by what its paths need. */
export interface ResourceKind {
  /** Empty for the core group. */
  group: string;
  version: string;
  /** Plural, as in the path. */
  resource: string;
  kind: string;
  namespaced: boolean;
}

/** What a recording holds: all that Ripple watches. */
export const RECORDED_KINDS: readonly ResourceKind[] = [
  namespaced('', 'v1', 'configmaps', 'ConfigMap'),
  namespaced('', 'v1', 'pods', 'Pod'),
  namespaced('', 'v1', 'services', 'Service'),
  namespaced('apps', 'v1', 'deployments', 'Deployment'),
  namespaced('apps', 'v1', 'replicasets', 'ReplicaSet'),
  namespaced(
    'autoscaling',
    'v2',
    'horizontalpodautoscalers',
    'HorizontalPodAutoscaler',
  ),
  {
    group: '',
    version: 'v1',
    resource: 'namespaces',
    kind: 'Namespace',
    namespaced: false,
  },
];

/** `v1` or `apps/v1`. */
export function apiVersionOf({ group, version }: ResourceKind): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The path under which all objects of a kind are listed, or those of one namespace. */
export function pathOf(kind: ResourceKind, namespace?: string): string {
  const root = kind.group === '' ? '/api' : `/apis/${kind.group}`;
  const scope = namespace ? `/namespaces/${namespace}` : '';
  return `${root}/${kind.version}${scope}/${kind.resource}`;
}

function namespaced(
  group: string,
  version: string,
  resource: string,
  kind: string,
): ResourceKind {
  return { group, version, resource, kind, namespaced: true };
}
