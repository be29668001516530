/** A kind of the API server, by what its paths need. */
export interface ResourceKind {
  /** Empty for the core group. */
  group: string;
  version: string;
  /** Plural, as in the path. */
  resource: string;
  kind: string;
  namespaced: boolean;
  /** What `kubectl get` may call it as well. */
  shortNames?: readonly string[];
  /** Its number of replicas can be read and set at the subresource `scale`. */
  hasScale?: boolean;
  /** Its status has a subresource of its own. */
  hasStatus?: boolean;
}

/** All that an API server of the demo knows. Controllers act on some of them; the others are only kept. */
export const KINDS = [
  core('ConfigMap', 'configmaps', { shortNames: ['cm'] }),
  core('Event', 'events', { shortNames: ['ev'] }),
  core('LimitRange', 'limitranges', { shortNames: ['limits'] }),
  core('PersistentVolumeClaim', 'persistentvolumeclaims', {
    shortNames: ['pvc'],
    hasStatus: true,
  }),
  core('Pod', 'pods', { shortNames: ['po'], hasStatus: true }),
  core('ResourceQuota', 'resourcequotas', { shortNames: ['quota'] }),
  core('Secret', 'secrets'),
  core('Service', 'services', { shortNames: ['svc'], hasStatus: true }),
  core('ServiceAccount', 'serviceaccounts', { shortNames: ['sa'] }),
  core('Namespace', 'namespaces', {
    namespaced: false,
    shortNames: ['ns'],
    hasStatus: true,
  }),
  core('Node', 'nodes', {
    namespaced: false,
    shortNames: ['no'],
    hasStatus: true,
  }),
  {
    ...inGroup('apps', 'v1', 'Deployment', 'deployments'),
    shortNames: ['deploy'],
    hasScale: true,
    hasStatus: true,
  },
  {
    ...inGroup('apps', 'v1', 'ReplicaSet', 'replicasets'),
    shortNames: ['rs'],
    hasScale: true,
    hasStatus: true,
  },
  {
    ...inGroup('apps', 'v1', 'StatefulSet', 'statefulsets'),
    shortNames: ['sts'],
    hasStatus: true,
  },
  {
    ...inGroup('apps', 'v1', 'DaemonSet', 'daemonsets'),
    shortNames: ['ds'],
    hasStatus: true,
  },
  inGroup('apps', 'v1', 'ControllerRevision', 'controllerrevisions'),
  {
    ...inGroup(
      'autoscaling',
      'v2',
      'HorizontalPodAutoscaler',
      'horizontalpodautoscalers',
    ),
    shortNames: ['hpa'],
    hasStatus: true,
  },
  { ...inGroup('batch', 'v1', 'Job', 'jobs'), hasStatus: true },
  {
    ...inGroup('batch', 'v1', 'CronJob', 'cronjobs'),
    shortNames: ['cj'],
    hasStatus: true,
  },
  {
    ...inGroup('argoproj.io', 'v1alpha1', 'Application', 'applications'),
    shortNames: ['app'],
  },
  {
    ...inGroup('argoproj.io', 'v1alpha1', 'Rollout', 'rollouts'),
    shortNames: ['ro'],
    hasScale: true,
    hasStatus: true,
  },
  inGroup('discovery.k8s.io', 'v1', 'EndpointSlice', 'endpointslices'),
  {
    ...inGroup('policy', 'v1', 'PodDisruptionBudget', 'poddisruptionbudgets'),
    shortNames: ['pdb'],
    hasStatus: true,
  },
  {
    ...inGroup('networking.k8s.io', 'v1', 'NetworkPolicy', 'networkpolicies'),
    shortNames: ['netpol'],
  },
  {
    ...inGroup('networking.k8s.io', 'v1', 'Ingress', 'ingresses'),
    shortNames: ['ing'],
    hasStatus: true,
  },
] as const satisfies readonly ResourceKind[];

/** `v1` or `apps/v1`. */
export function apiVersionOf({
  group,
  version,
}: Pick<ResourceKind, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The path under which all objects of a kind are listed, or those of one namespace. */
export function pathOf(kind: ResourceKind, namespace?: string): string {
  const root = kind.group === '' ? '/api' : `/apis/${kind.group}`;
  const scope = namespace ? `/namespaces/${namespace}` : '';
  return `${root}/${kind.version}${scope}/${kind.resource}`;
}

/** Throws for a kind that the demo does not know. */
export function kindNamed(name: string): ResourceKind {
  const kind = KINDS.find(candidate => candidate.kind === name);
  if (!kind) throw new Error(`no kind '${name}' is served`);
  return kind;
}

function core(
  kind: string,
  resource: string,
  more: Partial<ResourceKind> = {},
): ResourceKind {
  return { ...inGroup('', 'v1', kind, resource), ...more };
}

function inGroup(
  group: string,
  version: string,
  kind: string,
  resource: string,
): ResourceKind {
  return { group, version, resource, kind, namespaced: true };
}
