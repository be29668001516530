import { KINDS, type ResourceKind } from 'demo/src/cluster/kinds.ts';

const RECORDED = [
  'ConfigMap',
  'Deployment',
  'HorizontalPodAutoscaler',
  'Namespace',
  'Pod',
  'ReplicaSet',
  'Service',
];

/** What a recording holds. */
export const RECORDED_KINDS: readonly ResourceKind[] = KINDS.filter(
  ({ kind }) => RECORDED.includes(kind),
);
