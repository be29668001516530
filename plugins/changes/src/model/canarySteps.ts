import type { Rollout } from '@ripplehq/backstage-plugin-changes-common';

/** A stretch of a canary during which traffic and state stayed as they were. */
export interface CanaryStep {
  at: string;
  /** Percent of the traffic that the new version gets. */
  weight?: number;
  note?: string;
}

/** The course of a canary; empty where a rollout is none. */
export function canarySteps(steps: Rollout['steps']): CanaryStep[] {
  const found: CanaryStep[] = [];
  for (const { at, weight, note } of steps) {
    if (weight === undefined && note === undefined) continue;
    const last = found[found.length - 1];
    if (last && last.weight === weight && last.note === note) continue;
    found.push({ at, weight, note });
  }
  return found;
}
