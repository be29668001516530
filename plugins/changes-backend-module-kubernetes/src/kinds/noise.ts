import type { KubernetesObject } from './KubernetesObject';

/** ConfigMaps that programs use as their notebook, by name. */
const NOISY_NAMES = [
  /^kube-root-ca\.crt$/,
  /^openshift-service-ca\.crt$/,
  /^istio-ca-root-cert$/,
  /^istio-ca-crl$/,
  /^linkerd-identity-trust-roots$/,
  /^cluster-autoscaler-status$/,
  /^cluster-kubestore$/,
  /^extension-apiserver-authentication$/,
  /^coredns-autoscaler$/,
  /^ingress-controller-leader/,
  /-(leader|leader-election|leader-lock|lock)$/,
  /^istio(-[a-z-]+)?-(leader|election)$/,
];

/** Who has one of these keeps a lock in it, or a release, not a setting. */
const NOISY_ANNOTATIONS = [
  'control-plane.alpha.kubernetes.io/leader',
  'endpoints.kubernetes.io/last-change-trigger-time',
];

/** Whether a ConfigMap changes for reasons that nobody would call a change. */
export function isNoisyConfigMap({ metadata }: KubernetesObject): boolean {
  return (
    NOISY_NAMES.some(name => name.test(metadata.name)) ||
    NOISY_ANNOTATIONS.some(
      annotation => metadata.annotations?.[annotation] !== undefined,
    ) ||
    // Helm's and Tiller's own records of releases.
    metadata.labels?.owner === 'helm' ||
    metadata.labels?.OWNER === 'TILLER'
  );
}
