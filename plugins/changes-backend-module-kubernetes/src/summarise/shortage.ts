import type { KnownWorkload } from '../interpret';
import type { WorkloadObject } from '../kinds';

/** Pods come and go; only a shortage that lasts is one. */
const SHORTAGE_GRACE_MS = 30_000;
/** A rollout that nobody gives a deadline explains a shortage for as long after its last step as a Deployment's may take by default. */
const STALLED_MS = 10 * 60_000;

/** What of a workload tells how its rollout stands. */
type Standing = Pick<
  WorkloadObject,
  'generation' | 'observedGeneration' | 'phase'
> &
  Partial<Pick<KnownWorkload, 'open'>>;

/** From when on a shortage counts, in milliseconds. */
export function shortageCountsAt(since: string): number {
  return Date.parse(since) + SHORTAGE_GRACE_MS;
}

/**
 * Since when fewer replicas are ready than desired although no rollout is under way that could explain it.
 * @param before - what was said last; it lasts while the shortage does
 */
export function shortSinceOf(
  workload: Standing & Pick<WorkloadObject, 'replicas' | 'counts'>,
  before: string | undefined,
  now: string,
): string | undefined {
  const isShort = workload.counts.ready < workload.replicas;
  if (!isShort || explainedUntil(workload) > Date.parse(now)) return undefined;
  return before ?? now;
}

/**
 * Since when no replica at all is ready although some are wanted and no rollout explains it. Of a Deployment its controller says so itself,
 * and earlier.
 * @param before - what was said last; it lasts while none is ready
 */
export function downSinceOf(
  workload: Standing & Pick<WorkloadObject, 'replicas' | 'counts'>,
  before: string | undefined,
  now: string,
): string | undefined {
  return workload.counts.ready === 0
    ? shortSinceOf(workload, before, now)
    : undefined;
}

/** Until when, in milliseconds, a rollout explains that pods are missing; -Infinity where none does. */
export function explainedUntil({
  generation,
  observedGeneration,
  phase,
  open,
}: Standing): number {
  if (phase.state !== 'in-progress') return -Infinity;
  if (observedGeneration < generation) return Infinity;
  if (phase.hasDeadline) return phase.isMoving ? Infinity : -Infinity;
  const lastStep = open?.rollout?.steps.at(-1);
  return lastStep ? Date.parse(lastStep.at) + STALLED_MS : -Infinity;
}
