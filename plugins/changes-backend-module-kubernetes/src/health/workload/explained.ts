import type { LeanWorkload } from '../../interpret';

/** What nobody gives a deadline explains a shortage for as long after its last step as a Deployment's rollout may take by default. */
export const STALLED_MS = 10 * 60_000;

/**
 * Until when, in milliseconds, a rollout or a scaling that makes progress explains that pods are missing; -Infinity where none does.
 */
export function explainedUntil(workload: LeanWorkload): number {
  return Math.max(byRollout(workload), byScaling(workload));
}

function byRollout({
  generation,
  observedGeneration,
  phase,
  open,
}: LeanWorkload): number {
  if (phase.state !== 'in-progress') return -Infinity;
  if (observedGeneration < generation) return Infinity;
  if (phase.hasDeadline) return phase.isMoving ? Infinity : -Infinity;
  const lastStep = open.rollout?.steps.at(-1);
  return lastStep ? Date.parse(lastStep.at) + STALLED_MS : -Infinity;
}

/** More pods are wanted than before, and none of those that were there is missing. */
function byScaling({ open, counts, replicas }: LeanWorkload): number {
  const { scale, autoscale } = open;
  const grew = (ready: number | undefined) =>
    ready !== undefined && ready < replicas && counts.ready >= ready;
  const [first, last] = [scale?.steps[0], scale?.steps.at(-1)];
  const moved = autoscale?.steps.at(-1);
  return Math.max(
    last && grew(first?.ready) ? Date.parse(last.at) + STALLED_MS : -Infinity,
    autoscale && grew(moved?.ready)
      ? Date.parse(autoscale.lastStepAt) + STALLED_MS
      : -Infinity,
  );
}
