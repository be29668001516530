import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { canonicalDigestOf } from './canonical';
import { kindOf } from './Kind';
import { numberOf, objectAt, type KubernetesObject } from './KubernetesObject';
import {
  observedGenerationOf,
  readWorkload,
  templateOf,
  type PodCounts,
  type ReadWorkload,
  type RolloutPhase,
} from './workload';

export const STATEFUL_SET = kindOf({
  resource: 'statefulsets',
  group: 'apps',
  version: 'v1',
  kind: 'StatefulSet',
  after: [
    'services',
    'controllerrevisions.apps',
    'horizontalpodautoscalers.autoscaling',
  ],
  book: 'workloads',
  read: readStatefulSet,
});

export function readStatefulSet(
  object: KubernetesObject,
  redactor: Redactor,
): ReadWorkload {
  const status = objectAt(object, 'status');
  const counts: PodCounts = {
    replicas: numberOf(status.replicas) ?? 0,
    updated: numberOf(status.updatedReplicas) ?? 0,
    ready: numberOf(status.readyReplicas) ?? 0,
    available: numberOf(status.availableReplicas) ?? 0,
  };
  const replicas = numberOf(objectAt(object, 'spec').replicas) ?? 1;
  return readWorkload(STATEFUL_SET, object, redactor, {
    replicas,
    counts,
    phase: phaseOf(object, replicas, counts),
    templateDigest: canonicalDigestOf(templateOf(object)),
  });
}

function phaseOf(
  object: KubernetesObject,
  replicas: number,
  { updated, ready }: PodCounts,
): RolloutPhase {
  const strategy = objectAt(object, 'spec', 'updateStrategy');
  const waitsForDeletion = strategy.type === 'OnDelete';
  // Pods below the partition are left alone.
  const partition =
    numberOf(objectAt(strategy, 'rollingUpdate').partition) ?? 0;
  const { currentRevision, updateRevision } = objectAt(object, 'status');
  const isObserved =
    observedGenerationOf(object) >= (object.metadata.generation ?? 0);
  const isWhole = partition === 0 && !waitsForDeletion;
  const isReplaced = updated >= Math.max(0, replicas - partition);
  const isMoving =
    !isReplaced || (isWhole && currentRevision !== updateRevision);
  if (!isObserved) return { isMoving, state: 'in-progress' };
  if (isReplaced && ready >= replicas) return { isMoving, state: 'complete' };
  return {
    isMoving,
    ...(waitsForDeletion && !isReplaced
      ? { state: 'paused', waitsForDeletion }
      : { state: 'in-progress' }),
  };
}
