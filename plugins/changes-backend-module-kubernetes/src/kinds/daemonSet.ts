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

export const DAEMON_SET = kindOf({
  resource: 'daemonsets',
  group: 'apps',
  version: 'v1',
  kind: 'DaemonSet',
  after: ['services', 'controllerrevisions.apps'],
  book: 'workloads',
  read: readDaemonSet,
});

export function readDaemonSet(
  object: KubernetesObject,
  redactor: Redactor,
): ReadWorkload {
  const status = objectAt(object, 'status');
  const counts: PodCounts = {
    replicas: numberOf(status.currentNumberScheduled) ?? 0,
    updated: numberOf(status.updatedNumberScheduled) ?? 0,
    ready: numberOf(status.numberReady) ?? 0,
    available: numberOf(status.numberAvailable) ?? 0,
  };
  // One on each node that it wants: nobody sets the number.
  const replicas = numberOf(status.desiredNumberScheduled) ?? 0;
  return readWorkload(DAEMON_SET, object, redactor, {
    replicas,
    counts,
    phase: phaseOf(object, replicas, counts),
    templateDigest: canonicalDigestOf(templateOf(object)),
  });
}

function phaseOf(
  object: KubernetesObject,
  replicas: number,
  { updated, available }: PodCounts,
): RolloutPhase {
  const waitsForDeletion =
    objectAt(object, 'spec', 'updateStrategy').type === 'OnDelete';
  const isReplaced = updated >= replicas;
  const said = { isMoving: !isReplaced };
  const { generation = 0 } = object.metadata;
  if (observedGenerationOf(object) < generation) {
    return { ...said, state: 'in-progress' };
  }
  if (isReplaced && available >= replicas) {
    return { ...said, state: 'complete' };
  }
  return {
    ...said,
    ...(waitsForDeletion && !isReplaced
      ? { state: 'paused', waitsForDeletion }
      : { state: 'in-progress' }),
  };
}
