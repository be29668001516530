import type { JsonObject } from '@backstage/types';
import { kindOf } from './Kind';
import {
  listAt,
  objectAt,
  textOf,
  type KubernetesObject,
  type ManagedField,
} from './KubernetesObject';
import { namedOf, type Named } from './Named';

export const NODE = kindOf({
  resource: 'nodes',
  group: '',
  version: 'v1',
  kind: 'Node',
  scope: 'cluster',
  after: ['pods'],
  book: 'nodes',
  read: readNode,
});

/** Where nodes of one make are grouped, by whoever runs the cluster: the first label that a node has. */
export const POOL_LABELS = [
  'karpenter.sh/nodepool',
  'karpenter.sh/provisioner-name',
  'eks.amazonaws.com/nodegroup',
  'alpha.eksctl.io/nodegroup-name',
  'cloud.google.com/gke-nodepool',
  'kubernetes.azure.com/agentpool',
  'agentpool',
  'doks.digitalocean.com/node-pool',
  'oci.oraclecloud.com/node-pool',
  'ibm-cloud.kubernetes.io/worker-pool-name',
  'k8s.scaleway.com/pool-name',
  'k8s.ovh.net/nodepool',
  'node.cluster.x-k8s.io/pool',
  'kops.k8s.io/instancegroup',
  'node.kubernetes.io/pool',
];

/** Labels that machines find out or that tell nodes apart; nobody changes them to change something. */
const MACHINE_LABELS =
  /^(beta\.kubernetes\.io|feature\.node\.kubernetes\.io|nvidia\.com\/(gpu|cuda|mig)\..*|topology\.(ebs|gke|disk|file)\.csi\.[^/]+|volumes\.kubernetes\.io|csi\.[^/]+|microshift\.io|k8s\.io\/cloud-provider-aws)(\/|$)/;

/** Taints by which Kubernetes and autoscalers say what a condition or a cordon says already. */
const MACHINE_TAINTS =
  /^(node\.kubernetes\.io\/|node\.cloudprovider\.kubernetes\.io\/|node-problem-detector\/|node\.cilium\.io\/|karpenter\.sh\/(unregistered|disrupted|disruption)|(ToBeDeleted|DeletionCandidateOf)|ebs\.csi\.aws\.com\/agent-not-ready|aws-node-termination-handler\/)/;

/** Taints that say of a node that it is about to go, or has just come. */
const GOING_TAINTS =
  /^(ToBeDeletedByClusterAutoscaler|karpenter\.sh\/(disrupted|disruption)|node\.kubernetes\.io\/out-of-service|aws-node-termination-handler\/)/;

export interface NodeCondition {
  status: string;
  reason?: string;
  message?: string;
  /** When the status last changed. */
  since?: string;
}

/** What of a node matters: neither its heartbeats nor the images that it holds. */
export interface NodeObject extends Named {
  pool?: string;
  labels: Record<string, string>;
  /** As `key=value:effect`, without those that conditions and cordons bring. */
  taints: string[];
  isCordoned: boolean;
  /** Since when, where the control plane has noted it. */
  cordonedAt?: string;
  /** It is about to be removed. */
  isGoing: boolean;
  /** e.g. `v1.36.3` */
  kubelet?: string;
  /** By type. */
  conditions: Record<string, NodeCondition>;
}

export type ReadNode = NodeObject & { managed: ManagedField[] };

export function readNode(object: KubernetesObject): ReadNode {
  const { metadata } = object;
  const spec = objectAt(object, 'spec');
  const taints = listAt(spec, 'taints').map(taint => ({
    key: textOf(taint.key) ?? '',
    text: taintText(taint),
    at: textOf(taint.timeAdded),
  }));
  const labels = metadata.labels ?? {};
  return {
    ...namedOf(object),
    managed: metadata.managedFields ?? [],
    pool: poolOf(labels),
    labels: Object.fromEntries(
      Object.entries(labels).filter(([key]) => !MACHINE_LABELS.test(key)),
    ),
    taints: taints
      .filter(({ key }) => !MACHINE_TAINTS.test(key))
      .map(({ text }) => text)
      .sort(),
    isCordoned: spec.unschedulable === true,
    cordonedAt: taints.find(
      ({ key }) => key === 'node.kubernetes.io/unschedulable',
    )?.at,
    isGoing:
      metadata.deletionTimestamp !== undefined ||
      taints.some(({ key }) => GOING_TAINTS.test(key)),
    kubelet: textOf(objectAt(object, 'status', 'nodeInfo').kubeletVersion),
    conditions: Object.fromEntries(
      listAt(object, 'status', 'conditions').map(condition => [
        textOf(condition.type) ?? '',
        {
          status: textOf(condition.status) ?? 'Unknown',
          reason: textOf(condition.reason),
          message: textOf(condition.message),
          since: textOf(condition.lastTransitionTime),
        },
      ]),
    ),
  };
}

/** A node as a person would write it, with what is kept of it. */
export function nodeManifest({
  name,
  labels,
  taints,
  isCordoned,
  kubelet,
}: NodeObject): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    spec: {
      ...(isCordoned ? { unschedulable: true } : {}),
      ...(taints.length > 0 ? { taints } : {}),
    },
    status: {
      nodeInfo: kubelet === undefined ? {} : { kubeletVersion: kubelet },
    },
  };
}

function poolOf(labels: Record<string, string>): string | undefined {
  return POOL_LABELS.flatMap(label => labels[label] || [])[0];
}

function taintText({ key, value, effect }: JsonObject): string {
  return `${key}${value ? `=${value}` : ''}:${effect}`;
}
