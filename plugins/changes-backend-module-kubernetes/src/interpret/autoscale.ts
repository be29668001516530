import type { RolloutStep } from './RolloutStep';
import type { Told } from './change';

/** A run ends when the autoscaler has left the number alone for so long. */
export const AUTOSCALE_QUIET_MS = 10 * 60_000;
/** A title names so many numbers of a run. */
const TITLE_VALUES_MAX = 6;
const STEPS_MAX = 200;

/** An autoscaler's changes of one workload that follow one another closely: one event. */
export interface AutoscaleRun {
  key: string;
  start: string;
  lastStepAt: string;
  /** Replicas before the run. */
  before: number;
  /** Replicas: before the run, then after each step; of many, the latest. */
  values: number[];
  steps: RolloutStep[];
  max?: number;
}

export function extendRun(
  run: AutoscaleRun | undefined,
  step: {
    key: string;
    at: string;
    from: number;
    to: number;
    max?: number;
    counts: RolloutStep;
  },
): AutoscaleRun {
  const begun = run ?? {
    key: step.key,
    start: step.at,
    before: step.from,
    values: [step.from],
    steps: [],
  };
  return {
    ...begun,
    lastStepAt: step.at,
    values: [...begun.values, step.to].slice(-STEPS_MAX),
    steps: [...begun.steps, step.counts].slice(-STEPS_MAX),
    max: step.max,
  };
}

/** The moment at which a run counts as over. */
export function runIsOverAt(run: AutoscaleRun): number {
  return Date.parse(run.lastStepAt) + AUTOSCALE_QUIET_MS;
}

export function describeRun(
  name: string,
  run: AutoscaleRun,
): Pick<Told, 'key' | 'kind' | 'title' | 'severity' | 'rollout'> {
  const { values } = run;
  const shown =
    values.length > TITLE_VALUES_MAX
      ? [run.before, '…', ...values.slice(2 - TITLE_VALUES_MAX)]
      : values;
  const isAtMaximum = run.max !== undefined && values.at(-1) === run.max;
  return {
    key: run.key,
    kind: 'autoscale',
    title: `${name} autoscaled ${shown.join(' → ')}${
      isAtMaximum ? ', at its maximum' : ''
    }`,
    severity: 'info',
    rollout: {
      steps: run.steps,
      before: run.before,
      ...(run.max === undefined ? {} : { max: run.max }),
    },
  };
}

/** A run that is over ended with its last step; only then could one know. */
export function endRun(
  name: string,
  run: AutoscaleRun,
  subjects: string[],
): Told {
  return {
    ...describeRun(name, run),
    subjects,
    end: { at: run.lastStepAt, status: 'succeeded' },
  };
}
