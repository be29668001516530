import type { Writer } from '../cluster/index.ts';

/** What the delivery tool applies. */
export const ARGO: Writer = { manager: 'argocd-controller' };
/** `kubectl edit`, by a person. */
export const KUBECTL_EDIT: Writer = { manager: 'kubectl-edit' };
/** `kubectl scale`, which calls itself so. */
export const KUBECTL: Writer = { manager: 'kubectl' };
/** `kubectl rollout restart`. */
export const KUBECTL_ROLLOUT: Writer = { manager: 'kubectl-rollout' };
/** The agent of a node. */
export const KUBELET: Writer = { manager: 'kubelet' };
