import type { DeploymentObject } from '../kinds';
import { rolloutStateOf } from '../interpret';

/** Pods come and go; only a shortage that lasts is one. */
const SHORTAGE_GRACE_MS = 30_000;

/** From when on a shortage counts, in milliseconds. */
export function shortageCountsAt(since: string): number {
  return Date.parse(since) + SHORTAGE_GRACE_MS;
}

/**
 * Since when fewer replicas are ready than desired although no rollout is under way that could explain it.
 * @param before - what was said last; it lasts while the shortage does
 */
export function shortSinceOf(
  deployment: DeploymentObject,
  before: string | undefined,
  now: string,
): string | undefined {
  const isShort = deployment.status.ready < deployment.replicas;
  const isExplained =
    rolloutStateOf(deployment) === 'in-progress' && isProgressing(deployment);
  if (!isShort || isExplained) return undefined;
  return before ?? now;
}

// After a rollout its condition stays at NewReplicaSetAvailable, whatever becomes of the pods.
function isProgressing({ generation, status }: DeploymentObject): boolean {
  return (
    status.observedGeneration < generation ||
    status.progressing?.reason !== 'NewReplicaSetAvailable'
  );
}
