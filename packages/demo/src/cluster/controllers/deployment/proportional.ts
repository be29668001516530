import type { KubernetesObject } from '../../KubernetesObject.ts';
import {
  availableOf,
  isRollingUpdate,
  limitsOf,
  replicasOf,
  sum,
} from './replicas.ts';
import { desiredBefore, maxBefore, scaled } from './replicaSets.ts';

/** The ReplicaSets of a Deployment whose number of replicas has changed, in the middle of a rollout or not. */
export function scaleAll(
  deployment: KubernetesObject,
  newSet: KubernetesObject | undefined,
  oldSets: KubernetesObject[],
): KubernetesObject[] {
  const limits = limitsOf(deployment);
  const all = newSet ? [...oldSets, newSet] : oldSets;
  const active = all.filter(set => replicasOf(set) > 0);
  const only =
    active.length > 1 ? undefined : active[0] ?? newSet ?? all.at(-1);
  if (only) {
    return replicasOf(only) === limits.desired
      ? []
      : [scaled(only, limits.desired, limits)];
  }
  if (newSet && isSaturated(newSet, limits.desired)) {
    return oldSets
      .filter(set => replicasOf(set) > 0)
      .map(set => scaled(set, 0, limits));
  }
  return isRollingUpdate(deployment) ? inProportion(active, limits) : [];
}

/** During a rollout, each ReplicaSet gets its share of what is more or less than before. */
function inProportion(
  active: KubernetesObject[],
  limits: { desired: number; max: number },
): KubernetesObject[] {
  const total = sum(active, replicasOf);
  const allowed = limits.desired > 0 ? limits.max : 0;
  const difference = allowed - total;
  const largestFirst = active.toSorted(
    (a, b) => replicasOf(b) - replicasOf(a) || compareAge(a, b, difference),
  );
  let left = difference;
  const next = largestFirst.map(set => {
    const before = maxBefore(set) ?? total;
    const fair =
      Math.round((replicasOf(set) * allowed) / before) - replicasOf(set);
    const share =
      difference > 0
        ? Math.max(0, Math.min(fair, left))
        : Math.min(0, Math.max(fair, left));
    left -= share;
    return replicasOf(set) + share;
  });
  // What rounding left over is the largest one's.
  next[0] = Math.max(0, next[0] + left);
  return largestFirst.map((set, index) => scaled(set, next[index], limits));
}

function isSaturated(set: KubernetesObject, desired: number): boolean {
  return (
    replicasOf(set) === desired &&
    desiredBefore(set) === desired &&
    availableOf(set) === desired
  );
}

/** Growing, the newest first; shrinking, the oldest. */
function compareAge(
  a: KubernetesObject,
  b: KubernetesObject,
  difference: number,
): number {
  const [ageA, ageB] = [a, b].map(({ metadata }) =>
    Date.parse(metadata.creationTimestamp ?? ''),
  );
  return difference > 0 ? ageB - ageA : ageA - ageB;
}
