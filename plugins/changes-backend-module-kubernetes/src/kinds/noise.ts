import type { KubernetesObject } from './KubernetesObject';

/** Something that changes for reasons which nobody would call a change. */
export interface NoiseRule {
  /** By this its counter is known. */
  id: string;
  reason: string;
}

/** Objects that are left out whole. */
export interface ObjectRule extends NoiseRule {
  /** Id of the kind: `configmaps`. */
  kind: string;
  name?: RegExp;
  /** Any object that has this annotation. */
  annotation?: string;
  /** Any object that has this label with this value. */
  label?: readonly [key: string, value: string];
  /** A Secret's type. */
  type?: RegExp;
}

/** Annotations that are not shown, and whose change is none. */
export interface AnnotationRule extends NoiseRule {
  annotation: RegExp;
}

const configMap = { kind: 'configmaps' } as const;
const secret = { kind: 'secrets' } as const;

// prettier-ignore
export const OBJECT_RULES: readonly ObjectRule[] = [
  { id: 'root-ca', ...configMap, name: /^(kube-root-ca\.crt|openshift-service-ca\.crt)$/, reason: 'the cluster copies its root certificate into every namespace' },
  { id: 'mesh-ca', ...configMap, name: /^(istio-ca-root-cert|istio-ca-crl|linkerd-identity-trust-roots)$/, reason: 'the mesh copies its certificates into every namespace' },
  { id: 'leader-name', ...configMap, name: /^ingress-controller-leader|-(leader|leader-election|leader-lock|lock)$|^istio(-[a-z-]+)?-(leader|election)$/, reason: 'a lock by which replicas elect one of them' },
  { id: 'leader-annotation', ...configMap, annotation: 'control-plane.alpha.kubernetes.io/leader', reason: 'a lock by which replicas elect one of them' },
  { id: 'autoscaler-status', ...configMap, name: /^(cluster-autoscaler-status|coredns-autoscaler)$/, reason: 'an autoscaler writes down how it is every few seconds' },
  { id: 'cluster-notebook', ...configMap, name: /^(cluster-kubestore|extension-apiserver-authentication)$/, reason: 'the control plane keeps its own notes in it' },
  { id: 'trigger-time', ...configMap, annotation: 'endpoints.kubernetes.io/last-change-trigger-time', reason: 'a controller stamps it at each of its own runs' },
  { id: 'helm-record', ...configMap, label: ['owner', 'helm'], reason: "Helm's own record of a release" },
  { id: 'tiller-record', ...configMap, label: ['OWNER', 'TILLER'], reason: "Helm 2's own record of a release" },
  { id: 'helm-secret', ...secret, type: /^helm\.sh\/release/, reason: "Helm's and Flux's own record of a release" },
  { id: 'account-token', ...secret, type: /^kubernetes\.io\/service-account-token$/, reason: 'the control plane makes and renews it' },
  { id: 'bootstrap-token', ...secret, type: /^bootstrap\.kubernetes\.io\/token$/, reason: 'it lives for as long as a node takes to join' },
];

// prettier-ignore
export const ANNOTATION_RULES: readonly AnnotationRule[] = [
  { id: 'last-applied', annotation: /^kubectl\.kubernetes\.io\/last-applied-configuration$|^banzaicloud\.com\/last-applied$|^kapp\.k14s\.io\/original$|^objectset\.rio\.cattle\.io\/applied$/, reason: 'a tool repeats in it all that it applied, secrets included' },
  { id: 'revision', annotation: /^deployment\.kubernetes\.io\/|^rollout\.argoproj\.io\/(revision|workload-generation)$|^deprecated\.daemonset\.template\.generation$/, reason: 'a controller counts its revisions' },
  { id: 'leader', annotation: /^control-plane\.alpha\.kubernetes\.io\/leader$/, reason: 'a lock by which replicas elect one of them' },
  { id: 'autoscaling', annotation: /^autoscaling(\.alpha)?\.kubernetes\.io\//, reason: "the API server keeps an autoscaler's status in it for old clients" },
  { id: 'volume-binding', annotation: /^(pv|volume|volume\.beta)\.kubernetes\.io\//, reason: 'the control plane notes how it bound a volume' },
  { id: 'node-agent', annotation: /^(node\.alpha\.kubernetes\.io\/ttl|volumes\.kubernetes\.io\/controller-managed-attach-detach|csi\.volume\.kubernetes\.io\/nodeid)$|^(projectcalico\.org|flannel\.alpha\.coreos\.com|cni\.projectcalico\.org)\//, reason: 'agents of a node keep their addresses in it' },
  { id: 'refresh', annotation: /^argocd\.argoproj\.io\/refresh$/, reason: 'it asks Argo CD to look again, and goes at once' },
  { id: 'rancher', annotation: /^(field|lifecycle|management|objectset\.rio)\.cattle\.io\/|^cattle\.io\/timestamp$/, reason: 'Rancher keeps its own state in it' },
];

const RULES_OF_KIND = new Map<string, readonly ObjectRule[]>(
  [...new Set(OBJECT_RULES.map(({ kind }) => kind))].map(kind => [
    kind,
    OBJECT_RULES.filter(rule => rule.kind === kind),
  ]),
);
/** All in one: it is asked of every annotation of every object. */
const ANY_ANNOTATION = new RegExp(
  ANNOTATION_RULES.map(({ annotation }) => annotation.source).join('|'),
);

/** The rule by which an object is left out. */
export function objectRuleOf(
  kindId: string,
  object: KubernetesObject,
): ObjectRule | undefined {
  return RULES_OF_KIND.get(kindId)?.find(rule => matches(rule, object));
}

/** Whether a controller keeps something for itself in an annotation. */
export function isNoisyAnnotation(key: string): boolean {
  return ANY_ANNOTATION.test(key);
}

/** The rule by which an annotation is left out. */
export function annotationRuleOf(key: string): AnnotationRule | undefined {
  return isNoisyAnnotation(key)
    ? ANNOTATION_RULES.find(({ annotation }) => annotation.test(key))
    : undefined;
}

function matches(rule: ObjectRule, object: KubernetesObject): boolean {
  const { metadata, type } = object;
  return (
    (rule.name?.test(metadata.name) ?? false) ||
    (rule.annotation !== undefined &&
      metadata.annotations?.[rule.annotation] !== undefined) ||
    (rule.label !== undefined &&
      metadata.labels?.[rule.label[0]] === rule.label[1]) ||
    (rule.type !== undefined &&
      typeof type === 'string' &&
      rule.type.test(type))
  );
}
