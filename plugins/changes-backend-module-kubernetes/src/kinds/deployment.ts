import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { kindOf } from './Kind';
import { numberOf, objectAt, type KubernetesObject } from './KubernetesObject';
import { digestOf } from './manifest';
import {
  conditionOf,
  observedGenerationOf,
  readWorkload,
  templateOf,
  type PodCounts,
  type ReadWorkload,
  type RolloutPhase,
} from './workload';

export const REVISION_ANNOTATION = 'deployment.kubernetes.io/revision';

export const DEPLOYMENT = kindOf({
  resource: 'deployments',
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  after: [
    'services',
    'replicasets.apps',
    'horizontalpodautoscalers.autoscaling',
  ],
  book: 'workloads',
  read: readDeployment,
});

export function readDeployment(
  object: KubernetesObject,
  redactor: Redactor,
): ReadWorkload {
  const status = objectAt(object, 'status');
  const available = conditionOf(object, 'Available');
  const counts: PodCounts = {
    replicas: numberOf(status.replicas) ?? 0,
    updated: numberOf(status.updatedReplicas) ?? 0,
    ready: numberOf(status.readyReplicas) ?? 0,
    available: numberOf(status.availableReplicas) ?? 0,
  };
  const spec = objectAt(object, 'spec');
  const replicas = numberOf(spec.replicas) ?? 1;
  const phase = phaseOf(object, replicas, counts);
  // Who has all pods replaced at once wants it to be unavailable meanwhile.
  const isMeant =
    phase.isMoving && objectAt(spec, 'strategy').type === 'Recreate';
  return readWorkload(DEPLOYMENT, object, redactor, {
    replicas,
    counts,
    phase,
    revision: revisionIn(object, REVISION_ANNOTATION),
    unavailableSince:
      available?.status === 'False' && !isMeant ? available.since : undefined,
    templateDigest: digestOf(templateOf(object)),
  });
}

/** The number of a template, as a controller notes it in an annotation. */
export function revisionIn(
  object: KubernetesObject,
  annotation: string,
): number | undefined {
  const revision = Number(object.metadata.annotations?.[annotation]);
  return Number.isInteger(revision) && revision > 0 ? revision : undefined;
}

function phaseOf(
  object: KubernetesObject,
  replicas: number,
  { updated, available, ...counts }: PodCounts,
): RolloutPhase {
  const progressing = conditionOf(object, 'Progressing');
  const { reason, updatedAt: at } = progressing ?? {};
  // After a rollout its condition stays, whatever becomes of the pods.
  const isSettled = reason === 'NewReplicaSetAvailable';
  const said = {
    isMoving: !isSettled,
    hasDeadline: true as const,
    at,
    ...(isSettled ? { settled: { at } } : {}),
  };
  const { generation = 0 } = object.metadata;
  if (observedGenerationOf(object) < generation) {
    return { ...said, state: 'in-progress' };
  }
  if (reason === 'ProgressDeadlineExceeded') {
    return { ...said, state: 'failed', reason };
  }
  const isComplete =
    updated >= replicas && counts.replicas <= updated && available >= updated;
  if (isComplete) return { ...said, state: 'complete' };
  const isPaused = objectAt(object, 'spec').paused === true;
  return { ...said, state: isPaused ? 'paused' : 'in-progress' };
}
