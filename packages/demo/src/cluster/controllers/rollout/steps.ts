import { type JsonObject, at, listAt, numberAt, textAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';

const UNITS_MS: Record<string, number> = {
  '': 1_000,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/** One step of a canary. */
export type Step =
  | { type: 'weight'; percent: number }
  /** Without a duration until somebody promotes it. */
  | { type: 'pause'; durationMs?: number };

export function stepsOf(rollout: KubernetesObject): Step[] {
  return listAt(rollout, 'spec', 'strategy', 'canary', 'steps').map(stepOf);
}

/** In percent: how much is of the new template once a step is reached; all after the last one. */
export function weightAt(steps: readonly Step[], index: number): number {
  if (index >= steps.length) return 100;
  const weights = steps
    .slice(0, index + 1)
    .flatMap(step => (step.type === 'weight' ? step.percent : []));
  return weights.at(-1) ?? 0;
}

function stepOf(step: JsonObject): Step {
  const percent = numberAt(step, 'setWeight');
  if (percent !== undefined) return { type: 'weight', percent };
  const duration = at(step, 'pause', 'duration');
  return duration === undefined
    ? { type: 'pause' }
    : { type: 'pause', durationMs: msOf(String(duration)) };
}

function msOf(duration: string): number {
  const [, count, unit] = /^(\d+)([smh]?)$/.exec(duration) ?? [];
  if (count === undefined) throw new Error(`'${duration}' is no duration`);
  return Number(count) * UNITS_MS[unit];
}

/** Since when it pauses at a step; undefined where it does not. */
export function pausedSince(status: JsonObject): number | undefined {
  const pause = listAt(status, 'pauseConditions').find(
    ({ reason }) => reason === 'CanaryPauseStep',
  );
  return pause && Date.parse(textAt(pause, 'startTime') ?? '');
}
