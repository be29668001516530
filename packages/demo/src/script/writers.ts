import type { Writer } from '../cluster/index.ts';
import { type WorldDescription, emailOf, rowNamed } from '../world/index.ts';

/** What the delivery tool applies. */
export const ARGO: Writer = {
  manager: 'argocd-controller',
  user: serviceAccount('argocd', 'argocd-application-controller'),
  userAgent: 'argocd-application-controller/v3.2.0',
};
/** `kubectl edit`, by a person. */
export const KUBECTL_EDIT: Writer = { manager: 'kubectl-edit' };
/** `kubectl scale` and `kubectl cordon`, which call themselves so. */
export const KUBECTL: Writer = { manager: 'kubectl' };
/** `kubectl argo rollouts`. */
export const KUBECTL_ARGO: Writer = { manager: 'kubectl-argo-rollouts' };
/** `kubectl rollout restart`. */
export const KUBECTL_ROLLOUT: Writer = { manager: 'kubectl-rollout' };
/** The agent of a node. */
export const KUBELET: Writer = { manager: 'kubelet' };

/** A program in the hands of somebody who works here. */
export function inHandsOf(
  { people }: Pick<WorldDescription, 'people'>,
  person: string,
  program: Writer,
): Writer {
  const row = rowNamed(people, person);
  return {
    ...program,
    user: { username: emailOf(row), groups: row.team ? [row.team] : [] },
  };
}

function serviceAccount(namespace: string, name: string): Writer['user'] {
  return {
    username: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
  };
}
