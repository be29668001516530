import type { KubernetesObject } from '../../KubernetesObject.ts';
import { conditionOf, conditionsOf, withCondition } from './conditions.ts';
import { isRollingUpdate, limitsOf, replicasOf } from './replicas.ts';
import { REVISION, newReplicaSet, reused, revisionOf } from './replicaSets.ts';
import { newReplicas } from './rollingUpdate.ts';

/** What the Deployment controller writes. */
export type DeploymentWrite =
  | { type: 'create' | 'update' | 'delete'; replicaSet: KubernetesObject }
  | { type: 'status'; deployment: KubernetesObject };

/** A Deployment with its ReplicaSets, as a round sees them. */
export interface State {
  deployment: KubernetesObject;
  /** Of the present template; absent until it is made. */
  newSet?: KubernetesObject;
  oldSets: KubernetesObject[];
  now: number;
}

/** A round that has the present template's ReplicaSet, and what was written for that. */
export interface Begun {
  state: State & { newSet: KubernetesObject };
  writes: DeploymentWrite[];
}

/** The present template's ReplicaSet is there: it takes the latest number, the Deployment follows. */
export function takenUp(state: State, found: KubernetesObject): Begun {
  const { deployment, oldSets, now } = state;
  const revision = highest(oldSets) + 1;
  const newSet = reused(found, deployment, revision);
  if (newSet !== found) {
    return {
      state: { ...state, newSet },
      writes: [{ type: 'update', replicaSet: newSet }],
    };
  }
  const isKnown = conditionOf(conditionsOf(deployment.status), 'Progressing');
  const next = progressing(
    numbered(deployment, revisionOf(newSet)),
    isKnown
      ? undefined
      : {
          reason: 'FoundNewReplicaSet',
          message: `Found new replica set "${newSet.metadata.name}"`,
        },
    now,
  );
  return {
    state: { ...state, deployment: next, newSet },
    writes: next === deployment ? [] : [{ type: 'status', deployment: next }],
  };
}

/** The present template's ReplicaSet is made. */
export function created(state: State): Begun {
  const { deployment, oldSets, now } = state;
  const revision = highest(oldSets) + 1;
  const newSet = newReplicaSet(deployment, {
    revision,
    replicas: isRollingUpdate(deployment)
      ? newReplicas(deployment, oldSets, 0)
      : replicasOf(deployment),
    limits: limitsOf(deployment),
  });
  const next = progressing(
    numbered(deployment, revision),
    {
      reason: 'NewReplicaSetCreated',
      message: `Created new replica set "${newSet.metadata.name}"`,
    },
    now,
  );
  return {
    state: { ...state, deployment: next, newSet },
    writes: [
      { type: 'create', replicaSet: newSet },
      { type: 'status', deployment: next },
    ],
  };
}

/** With another condition of how it moves on. */
export function progressing(
  deployment: KubernetesObject,
  said: { reason: string; message: string } | undefined,
  now: number,
  status: 'True' | 'Unknown' = 'True',
): KubernetesObject {
  if (!said) return deployment;
  const before = conditionsOf(deployment.status);
  const conditions = withCondition(
    before,
    { type: 'Progressing', status, ...said },
    now,
  );
  return conditions === before
    ? deployment
    : { ...deployment, status: { ...Object(deployment.status), conditions } };
}

function numbered(
  deployment: KubernetesObject,
  revision: number,
): KubernetesObject {
  const { metadata } = deployment;
  if (metadata.annotations?.[REVISION] === String(revision)) return deployment;
  return {
    ...deployment,
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, [REVISION]: String(revision) },
    },
  };
}

function highest(sets: KubernetesObject[]): number {
  return Math.max(0, ...sets.map(revisionOf));
}
