/**
 * What is known of a program by the name that it writes under:
 * `delivery` brings what a repository holds; `controller` acts on what somebody else wanted; `interactive` is worked with by people only;
 * `kubectl` is typed by people and run by scripts alike.
 */
export type Program =
  | 'delivery'
  | 'controller'
  | 'interactive'
  | 'kubectl'
  | 'unknown';

/** Asked from above: some delivery tools are controllers too, and `kubectl edit` is a kubectl. */
const PROGRAMS: readonly [Exclude<Program, 'unknown'>, readonly RegExp[]][] = [
  [
    'delivery',
    [
      /^argocd/,
      /^(kustomize|helm|source|image-automation)-controller$/,
      /^flux/i,
      /^helm/i,
      /^kapp/,
      /^(terraform|hashicorp|opentofu|pulumi|crossplane|ansible|spinnaker|jenkins|tekton|drone|harness|octopus|werf|fleet|skaffold)/i,
      /^(github|gitlab|bitbucket|azure-?(devops|pipelines)|circleci|buildkite)/i,
      /^clouddriver/,
    ],
  ],
  [
    'controller',
    [
      /^kube-(controller-manager|scheduler|apiserver)$/,
      /^cloud-controller-manager$/,
      /^cluster-autoscaler$/,
      /^kubelet$/,
      /^keda/,
      /^vpa-/,
      /^karpenter/,
      /^cert-manager/,
      /^istio/,
      /^(external-secrets|reloader|descheduler)/i,
      /-(controller|operator)(-manager)?$/,
      /webhook/i,
    ],
  ],
  [
    'interactive',
    [
      /^(kubectl|oc)-edit$/,
      /^k9s/i,
      /^(lens|openlens|freelens|headlamp|octant)$/i,
      /^mozilla$/i,
    ],
  ],
  ['kubectl', [/^(kubectl|oc)(-|$)/]],
];

/** @param manager - as `managedFields` name it */
export function programOf(manager: string): Program {
  const known = PROGRAMS.find(([, names]) =>
    names.some(name => name.test(manager)),
  );
  return known ? known[0] : 'unknown';
}

/** What a person calls a program: `kubectl edit`, `a browser`. */
export function wordFor(manager: string): string {
  if (/^mozilla$/i.test(manager)) return 'a browser';
  return manager.replace(/^(kubectl|oc)-/, '$1 ').slice(0, 100);
}
