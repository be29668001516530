import { isDeepStrictEqual } from 'node:util';
import { type JsonObject, numberAt, objectAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import {
  type Condition,
  conditionOf,
  conditionsOf,
  withCondition,
} from './conditions.ts';
import { availableOf, replicasOf, sum, surgeOf } from './replicas.ts';

/** A Deployment's status, as its ReplicaSets' statuses make it. */
export function statusOf(
  deployment: KubernetesObject,
  newSet: KubernetesObject | undefined,
  oldSets: KubernetesObject[],
  now: number,
): JsonObject {
  const all = newSet ? [...oldSets, newSet] : oldSets;
  const counted = (field: string) => (set: KubernetesObject) =>
    numberAt(set, 'status', field) ?? 0;
  const available = sum(all, availableOf);
  const minimum = replicasOf(deployment) - surgeOf(deployment).unavailable;
  const isAvailable = available >= minimum;
  const conditions = withCondition(
    conditionsOf(deployment.status),
    isAvailable
      ? {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        }
      : {
          type: 'Available',
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
        },
    now,
  );
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    ...counts({
      replicas: sum(all, counted('replicas')),
      updatedReplicas: newSet ? counted('replicas')(newSet) : 0,
      readyReplicas: sum(all, counted('readyReplicas')),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, sum(all, replicasOf) - available),
    }),
    terminatingReplicas: sum(all, counted('terminatingReplicas')),
    conditions,
  };
}

/** A Deployment's status while it rolls out: whether it moves on, is complete, or takes too long. */
export function rolloutStatusOf(
  deployment: KubernetesObject,
  newSet: KubernetesObject | undefined,
  oldSets: KubernetesObject[],
  now: number,
): JsonObject {
  const status = statusOf(deployment, newSet, oldSets, now);
  const conditions = conditionsOf(status);
  const current = conditionOf(conditions, 'Progressing');
  const isOver =
    numberAt(status, 'replicas') === numberAt(status, 'updatedReplicas') &&
    current?.reason === 'NewReplicaSetAvailable';
  if (isOver) return status;

  const what = newSet
    ? `ReplicaSet "${newSet.metadata.name}"`
    : `Deployment "${deployment.metadata.name}"`;
  if (isComplete(deployment, status)) {
    return {
      ...status,
      conditions: withCondition(
        conditions,
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetAvailable',
          message: `${what} has successfully progressed.`,
        },
        now,
      ),
    };
  }
  if (hasMoved(objectAt(deployment, 'status'), status)) {
    return {
      ...status,
      conditions: withCondition(
        conditions,
        {
          type: 'Progressing',
          status: 'True',
          reason: 'ReplicaSetUpdated',
          message: `${what} is progressing.`,
        },
        now,
        { renew: true },
      ),
    };
  }
  if (isTooLate(deployment, current, now)) {
    return {
      ...status,
      conditions: withCondition(
        conditions,
        {
          type: 'Progressing',
          status: 'False',
          reason: 'ProgressDeadlineExceeded',
          message: `${what} has timed out progressing.`,
        },
        now,
      ),
    };
  }
  return status;
}

/** When it will have to be said that a rollout takes too long; undefined where that is not to be feared. */
export function deadlineOf(
  deployment: KubernetesObject,
  status: JsonObject,
): number | undefined {
  const current = conditionOf(conditionsOf(status), 'Progressing');
  const isWaiting =
    current !== undefined &&
    current.reason !== 'NewReplicaSetAvailable' &&
    current.reason !== 'ProgressDeadlineExceeded' &&
    !isComplete(deployment, status);
  return isWaiting
    ? Date.parse(current.lastUpdateTime) +
        (deadlineSeconds(deployment) + 1) * 1000
    : undefined;
}

export function isComplete(
  deployment: KubernetesObject,
  status: unknown,
): boolean {
  const replicas = replicasOf(deployment);
  return (
    ['updatedReplicas', 'replicas', 'availableReplicas'].every(
      field => (numberAt(status, field) ?? 0) === replicas,
    ) &&
    (numberAt(status, 'observedGeneration') ?? 0) >=
      (deployment.metadata.generation ?? 0)
  );
}

export function isSameStatus(deployment: KubernetesObject, status: JsonObject) {
  return isDeepStrictEqual(objectAt(deployment, 'status'), status);
}

function hasMoved(before: JsonObject, after: JsonObject): boolean {
  const count = (status: JsonObject, field: string) =>
    numberAt(status, field) ?? 0;
  const old = (status: JsonObject) =>
    count(status, 'replicas') - count(status, 'updatedReplicas');
  return (
    old(after) < old(before) ||
    ['updatedReplicas', 'readyReplicas', 'availableReplicas'].some(
      field => count(after, field) > count(before, field),
    )
  );
}

function isTooLate(
  deployment: KubernetesObject,
  current: Condition | undefined,
  now: number,
): boolean {
  if (!current || current.reason === 'NewReplicaSetAvailable') return false;
  if (current.reason === 'ProgressDeadlineExceeded') return true;
  const since = Date.parse(current.lastUpdateTime);
  return since + deadlineSeconds(deployment) * 1000 < now;
}

function deadlineSeconds(deployment: KubernetesObject): number {
  return numberAt(deployment, 'spec', 'progressDeadlineSeconds') ?? 600;
}

/** A status leaves out what is none. */
function counts(fields: Record<string, number>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([, count]) => count > 0),
  );
}
