import { numberAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import { availableOf, limitsOf, replicasOf, sum, surgeOf } from './replicas.ts';
import { scaled } from './replicaSets.ts';

/** How many replicas a new template's ReplicaSet may have now. */
export function newReplicas(
  deployment: KubernetesObject,
  sets: KubernetesObject[],
  current: number,
): number {
  const { desired, max } = limitsOf(deployment);
  const free = max - sum(sets, replicasOf);
  return free <= 0 ? current : current + Math.min(free, desired - current);
}

/** The new ReplicaSet with as many replicas as it may have now. */
export function scaleNew(
  deployment: KubernetesObject,
  newSet: KubernetesObject,
  oldSets: KubernetesObject[],
): KubernetesObject {
  const current = replicasOf(newSet);
  const desired = replicasOf(deployment);
  if (current === desired) return newSet;
  const next =
    current > desired
      ? desired
      : newReplicas(deployment, [...oldSets, newSet], current);
  return scaled(newSet, next, limitsOf(deployment));
}

/** The old ReplicaSets with as few replicas as they may have now: first without those that are not available, then without the oldest. */
export function scaleOld(
  deployment: KubernetesObject,
  newSet: KubernetesObject,
  oldSets: KubernetesObject[],
): KubernetesObject[] {
  const minimum = replicasOf(deployment) - surgeOf(deployment).unavailable;
  const all = sum([...oldSets, newSet], replicasOf);
  const newUnavailable = replicasOf(newSet) - availableOf(newSet);
  let unhealthy = all - minimum - newUnavailable;
  // Just after they were scaled down, their statuses count pods that will be gone in a moment.
  const isBehind = oldSets.some(set => availableOf(set) > replicasOf(set));
  if (unhealthy <= 0 || isBehind) return oldSets;

  const limits = limitsOf(deployment);
  const cleaned = byAge(oldSets).map(set => {
    const gone = Math.min(unhealthy, replicasOf(set) - availableOf(set));
    if (gone <= 0) return set;
    unhealthy -= gone;
    return scaled(set, replicasOf(set) - gone, limits);
  });

  let spare = sum([...cleaned, newSet], availableOf) - minimum;
  return cleaned.map(set => {
    const gone = Math.min(spare, replicasOf(set));
    if (gone <= 0) return set;
    spare -= gone;
    return scaled(set, replicasOf(set) - gone, limits);
  });
}

/** ReplicaSets of former templates beyond those that are to be kept. */
export function surplus(
  deployment: KubernetesObject,
  oldSets: KubernetesObject[],
  revisionOf: (set: KubernetesObject) => number,
): KubernetesObject[] {
  const limit = numberAt(deployment, 'spec', 'revisionHistoryLimit') ?? 10;
  const kept = oldSets.filter(set => !set.metadata.deletionTimestamp);
  const excess = kept
    .toSorted((a, b) => revisionOf(a) - revisionOf(b))
    .slice(0, Math.max(0, kept.length - limit));
  return excess.filter(
    set =>
      replicasOf(set) === 0 &&
      (numberAt(set, 'status', 'replicas') ?? 0) === 0 &&
      (set.metadata.generation ?? 0) <=
        (numberAt(set, 'status', 'observedGeneration') ?? 0),
  );
}

function byAge(sets: KubernetesObject[]): KubernetesObject[] {
  return sets.toSorted(
    (a, b) =>
      Date.parse(a.metadata.creationTimestamp ?? '') -
        Date.parse(b.metadata.creationTimestamp ?? '') ||
      (a.metadata.name < b.metadata.name ? -1 : 1),
  );
}
