const ANYTHING = {
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
};

interface Crd {
  plural: string;
  kind: string;
  group: string;
  version: string;
  /** Whether its status is written apart from the rest: Argo CD's Application has none such. */
  hasStatus: boolean;
}

/** The custom kinds of delivery tools, with what an API server decides by: their names, versions and whether status stands apart. */
const CRDS: Crd[] = [
  {
    plural: 'applications',
    kind: 'Application',
    group: 'argoproj.io',
    version: 'v1alpha1',
    hasStatus: false,
  },
  {
    plural: 'rollouts',
    kind: 'Rollout',
    group: 'argoproj.io',
    version: 'v1alpha1',
    hasStatus: true,
  },
  {
    plural: 'kustomizations',
    kind: 'Kustomization',
    group: 'kustomize.toolkit.fluxcd.io',
    version: 'v1',
    hasStatus: true,
  },
  {
    plural: 'helmreleases',
    kind: 'HelmRelease',
    group: 'helm.toolkit.fluxcd.io',
    version: 'v2',
    hasStatus: true,
  },
  {
    plural: 'certificates',
    kind: 'Certificate',
    group: 'cert-manager.io',
    version: 'v1',
    hasStatus: true,
  },
];

/** Definitions of the delivery tools' kinds, and leave for whoever may view to view them. */
export function deliveryManifests(): object[] {
  return [
    ...CRDS.map(definition),
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: {
        name: 'view-delivery',
        labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' },
      },
      rules: CRDS.map(({ group, plural }) => ({
        apiGroups: [group],
        resources: [plural],
        verbs: ['get', 'list', 'watch'],
      })),
    },
  ];
}

/** For `kubectl wait`. */
export const DEFINITIONS = CRDS.map(
  ({ plural, group }) => `crd/${plural}.${group}`,
);

function definition({ plural, kind, group, version, hasStatus }: Crd): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural, kind, singular: kind.toLowerCase() },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          ...(hasStatus ? { subresources: { status: {} } } : {}),
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: ANYTHING,
                status: ANYTHING,
                operation: ANYTHING,
              },
            },
          },
        },
      ],
    },
  };
}
