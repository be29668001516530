import { at } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import {
  type DeploymentWrite,
  type State,
  created,
  progressing,
  takenUp,
} from './beginRollout.ts';
import { conditionOf, conditionsOf } from './conditions.ts';
import { scaleAll } from './proportional.ts';
import { isRollingUpdate, limitsOf, replicasOf, sum } from './replicas.ts';
import {
  desiredBefore,
  hashOf,
  revisionOf,
  scaled,
  templateHash,
} from './replicaSets.ts';
import { scaleNew, scaleOld, surplus } from './rollingUpdate.ts';
import {
  deadlineOf,
  isComplete,
  isSameStatus,
  rolloutStatusOf,
  statusOf,
} from './status.ts';

/** What is to be done about a Deployment now, and when it is to be looked at again even if nothing happens. */
export interface DeploymentSync {
  writes: DeploymentWrite[];
  recheckAt?: number;
}

/**
 * One round of the Deployment controller, in the order of the real one, so that watchers are told the same steps.
 * https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/controller/deployment
 */
export function syncDeployment(options: {
  deployment: KubernetesObject;
  replicaSets: KubernetesObject[];
  now: number;
}): DeploymentSync {
  const { deployment, replicaSets, now } = options;
  const hash = templateHash(deployment);
  const newSet = replicaSets.find(set => hashOf(set) === hash);
  const state: State = {
    deployment: withPause(deployment, now),
    newSet,
    oldSets: replicaSets.filter(set => set !== newSet),
    now,
  };
  if (state.deployment !== deployment) {
    return { writes: [{ type: 'status', deployment: state.deployment }] };
  }
  if (isPaused(deployment) || wasScaled(state)) return syncScale(state);
  return isRollingUpdate(deployment)
    ? syncRollingUpdate(state)
    : syncRecreate(state);
}

function syncScale(state: State): DeploymentSync {
  const { deployment, newSet, oldSets, now } = state;
  const found = newSet && takenUp(state, newSet);
  const current = { ...state, ...found?.state };
  const changed = scaleAll(deployment, current.newSet, oldSets);
  const status = statusOf(
    current.deployment,
    replacedBy(changed, current.newSet),
    oldSets.map(set => replacedBy(changed, set)),
    now,
  );
  return {
    writes: [
      ...(found?.writes ?? []),
      ...updates([...oldSets, ...(newSet ? [newSet] : [])], changed),
      ...statusWrite(current.deployment, status),
    ],
  };
}

function syncRollingUpdate(state: State): DeploymentSync {
  const { oldSets } = state;
  const begun = state.newSet ? takenUp(state, state.newSet) : created(state);
  const { deployment, newSet } = begun.state;

  const grown = scaleNew(deployment, newSet, oldSets);
  if (grown !== newSet) {
    return ended({ ...begun.state, newSet: grown, oldSets }, [
      ...begun.writes,
      { type: 'update', replicaSet: grown },
    ]);
  }
  const shrunk = scaleOld(
    deployment,
    newSet,
    oldSets.filter(set => replicasOf(set) > 0),
  );
  const shrinking = updates(oldSets, shrunk);
  return ended(
    {
      ...begun.state,
      oldSets: oldSets.map(set => replacedBy(shrunk, set)),
    },
    [...begun.writes, ...shrinking],
  );
}

/** First all old pods go, then the new ones come. */
function syncRecreate(state: State): DeploymentSync {
  const { deployment, oldSets } = state;
  const limits = limitsOf(deployment);
  const shrunk = oldSets
    .filter(set => replicasOf(set) > 0)
    .map(set => scaled(set, 0, limits));
  if (shrunk.length > 0) {
    const left = oldSets.map(set => replacedBy(shrunk, set));
    return ended({ ...state, oldSets: left }, updates(oldSets, shrunk));
  }
  const leaving = sum(
    oldSets,
    set =>
      Number(at(set, 'status', 'replicas') ?? 0) +
      Number(at(set, 'status', 'terminatingReplicas') ?? 0),
  );
  if (leaving > 0) return ended(state, []);
  const begun = state.newSet ? takenUp(state, state.newSet) : created(state);
  const grown = scaled(begun.state.newSet, replicasOf(deployment), limits);
  return ended({ ...begun.state, newSet: grown }, [
    ...begun.writes,
    ...updates([begun.state.newSet], [grown]),
  ]);
}

/** The last step of each round: how the rollout stands, and what is left over of former ones. */
function ended(state: State, writes: DeploymentWrite[]): DeploymentSync {
  const { deployment, newSet, oldSets, now } = state;
  const status = rolloutStatusOf(deployment, newSet, oldSets, now);
  const isQuiet = writes.every(({ type }) => type === 'status');
  const gone =
    isQuiet && isComplete(deployment, deployment.status)
      ? surplus(deployment, oldSets, revisionOf)
      : [];
  return {
    writes: [
      ...writes,
      ...gone.map(replicaSet => ({ type: 'delete' as const, replicaSet })),
      ...statusWrite(deployment, status),
    ],
    recheckAt: deadlineOf(deployment, status),
  };
}

function wasScaled({ deployment, newSet, oldSets }: State): boolean {
  return [...oldSets, ...(newSet ? [newSet] : [])].some(set => {
    const desired = desiredBefore(set);
    return (
      replicasOf(set) > 0 &&
      desired !== undefined &&
      desired !== replicasOf(deployment)
    );
  });
}

function isPaused(deployment: KubernetesObject): boolean {
  return at(deployment, 'spec', 'paused') === true;
}

/** A Deployment whose condition says that it is paused, or goes on, where that is news. */
function withPause(
  deployment: KubernetesObject,
  now: number,
): KubernetesObject {
  const current = conditionOf(conditionsOf(deployment.status), 'Progressing');
  const wasPaused = current?.reason === 'DeploymentPaused';
  if (
    current?.reason === 'ProgressDeadlineExceeded' ||
    isPaused(deployment) === wasPaused
  ) {
    return deployment;
  }
  return progressing(
    deployment,
    wasPaused
      ? { reason: 'DeploymentResumed', message: 'Deployment is resumed' }
      : { reason: 'DeploymentPaused', message: 'Deployment is paused' },
    now,
    'Unknown',
  );
}

function replacedBy<T extends KubernetesObject | undefined>(
  changed: KubernetesObject[],
  set: T,
): T {
  const found = changed.find(
    ({ metadata }) => metadata.name === set?.metadata.name,
  );
  return (found as T) ?? set;
}

function updates(
  before: KubernetesObject[],
  after: KubernetesObject[],
): DeploymentWrite[] {
  return after
    .filter(set => !before.includes(set))
    .map(replicaSet => ({ type: 'update', replicaSet }));
}

function statusWrite(
  deployment: KubernetesObject,
  status: object,
): DeploymentWrite[] {
  return isSameStatus(deployment, status as Record<string, unknown>)
    ? []
    : [{ type: 'status', deployment: { ...deployment, status } }];
}
