import { at, numberAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import type { ReplicaLimits } from './replicaSets.ts';

const DEFAULT_SHARE = '25%';

export function replicasOf(object: KubernetesObject): number {
  return numberAt(object, 'spec', 'replicas') ?? 1;
}

export function availableOf(object: KubernetesObject): number {
  return numberAt(object, 'status', 'availableReplicas') ?? 0;
}

export function isRollingUpdate(deployment: KubernetesObject): boolean {
  return at(deployment, 'spec', 'strategy', 'type') !== 'Recreate';
}

/** How many pods more, and how many fewer, than wanted there may be during a rolling update. */
export function surgeOf(deployment: KubernetesObject): {
  surge: number;
  unavailable: number;
} {
  if (!isRollingUpdate(deployment)) return { surge: 0, unavailable: 0 };
  const replicas = replicasOf(deployment);
  const share = (name: string) =>
    at(deployment, 'spec', 'strategy', 'rollingUpdate', name) ?? DEFAULT_SHARE;
  const surge = partOf(share('maxSurge'), replicas, Math.ceil);
  const unavailable = partOf(share('maxUnavailable'), replicas, Math.floor);
  // With neither, nothing could ever move.
  return surge === 0 && unavailable === 0
    ? { surge, unavailable: 1 }
    : { surge, unavailable: Math.min(unavailable, replicas) };
}

export function limitsOf(deployment: KubernetesObject): ReplicaLimits {
  const desired = replicasOf(deployment);
  return { desired, max: desired + surgeOf(deployment).surge };
}

export function sum(
  objects: KubernetesObject[],
  count: (object: KubernetesObject) => number,
): number {
  return objects.reduce((total, object) => total + count(object), 0);
}

function partOf(
  share: unknown,
  whole: number,
  round: (value: number) => number,
): number {
  if (typeof share === 'number') return share;
  const percent = Number(String(share).replace(/%$/, ''));
  return round((percent * whole) / 100);
}
