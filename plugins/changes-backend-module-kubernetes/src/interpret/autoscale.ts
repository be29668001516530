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
  /** How many steps there were; of many, only the latest are kept. Absent in what an earlier version remembered. */
  count?: number;
  max?: number;
  /** What a person calls the autoscaler, where it is not Kubernetes' own. */
  by?: string;
}

export function extendRun(
  run: AutoscaleRun | undefined,
  step: {
    key: string;
    at: string;
    from: number;
    to: number;
    max?: number;
    by?: string;
    counts: RolloutStep;
  },
): AutoscaleRun {
  const begun: Omit<AutoscaleRun, 'lastStepAt'> = run ?? {
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
    count: (begun.count ?? begun.steps.length) + 1,
    max: step.max,
    ...(step.by ? { by: step.by } : {}),
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
  const isLong = values.length > TITLE_VALUES_MAX;
  const shown = isLong ? turningPoints(run) : values;
  const by = run.by ? ` by ${run.by}` : '';
  const steps = isLong ? `, ${run.count ?? run.steps.length} steps` : '';
  const isAtMaximum = run.max !== undefined && values.at(-1) === run.max;
  return {
    key: run.key,
    kind: 'autoscale',
    title: `${name} autoscaled ${shown.join(' → ')}${by}${steps}${
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

/** Where a long run began, how far it went, and where it is now. */
function turningPoints({ before, values }: AutoscaleRun): number[] {
  const last = values.at(-1) ?? before;
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const farthest = highest > Math.max(before, last) ? highest : lowest;
  return farthest === before || farthest === last
    ? [before, last]
    : [before, farthest, last];
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
