import type { Actor } from '@ripplehq/backstage-plugin-changes-common';
import type { Author } from './author';

/** Programs of the cluster itself, which act on what somebody else wanted. */
const CONTROLLERS = [
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
];

/** What delivers what is in a repository. Asked before the controllers, since some of them are controllers too. */
const DELIVERY_TOOLS = [
  /^argocd/,
  /^(kustomize|helm|source|image-automation)-controller$/,
  /^flux/i,
  /^helm/i,
  /^kapp/,
  /^(terraform|hashicorp|opentofu|pulumi|crossplane|ansible|spinnaker|jenkins|tekton|drone|harness|octopus|werf|fleet|skaffold)/i,
  /^(github|gitlab|bitbucket|azure-?(devops|pipelines)|circleci|buildkite)/i,
  /^clouddriver/,
];

/** Commands that a person types, unlike create and apply, which pipelines use as well. */
const BY_HAND = [
  /^kubectl-(edit|scale|rollout|set|patch|label|annotate|autoscale|replace|debug|cordon|drain|taint)$/,
  /^k9s/i,
  /^(lens|openlens|freelens|headlamp|dashboard|octant|node-fetch)$/i,
  /^mozilla/i,
];

/** Whom to name for a change, by the manager that managedFields tell of. */
export function actorOf(author: Author): Actor {
  const { manager, subresource } = author;
  const name = manager.slice(0, 200);
  const via = `${name}${subresource ? ` (${subresource})` : ''}`.slice(0, 200);
  if (DELIVERY_TOOLS.some(tool => tool.test(manager))) {
    return { name, kind: 'bot', via };
  }
  if (CONTROLLERS.some(controller => controller.test(manager))) {
    return { name, kind: 'controller', via };
  }
  return {
    name,
    kind: 'unknown',
    via,
    ...(isByHand(author) ? { byHand: true as const } : {}),
  };
}

// `kubectl scale` and `rollout undo` call themselves only "kubectl", as does a server-side apply, which pipelines use.
function isByHand({ manager, operation }: Author): boolean {
  return (
    BY_HAND.some(command => command.test(manager)) ||
    (manager === 'kubectl' && operation === 'Update')
  );
}
