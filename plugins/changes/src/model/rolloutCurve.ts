import type { Rollout } from '@ripplehq/backstage-plugin-changes-common';

type Step = Rollout['steps'][number];

/** Paths of a rollout's course. */
export interface RolloutCurve {
  ready: string;
  area: string;
  desired: string;
  /** Lines of the grid: the highest count, the last, and zero. */
  levels: { value: number; y: number }[];
  first: Step;
  last: Step;
  most: number;
}

/** Draws the steps of a rollout into a box; nothing where there are fewer than two moments. */
export function rolloutCurve(
  steps: readonly Step[],
  box: { x: number; y: number; width: number; height: number },
): RolloutCurve | undefined {
  const first = steps[0];
  const last = steps[steps.length - 1];
  if (!first || Date.parse(last.at) <= Date.parse(first.at)) return undefined;
  const begin = Date.parse(first.at);
  const span = Date.parse(last.at) - begin;
  const most = Math.max(1, ...steps.map(s => Math.max(s.ready, s.desired)));
  const x = (step: Step) =>
    round(box.x + ((Date.parse(step.at) - begin) / span) * box.width);
  const y = (count: number) => round(box.y + (1 - count / most) * box.height);
  const ready = steps
    .map((step, i) => `${i === 0 ? 'M' : 'L'}${x(step)} ${y(step.ready)}`)
    .join('');
  const desired = steps
    .map((step, i) =>
      i === 0
        ? `M${x(step)} ${y(step.desired)}`
        : `H${x(step)}V${y(step.desired)}`,
    )
    .join('');
  const values = [...new Set([most, last.ready, 0])];
  return {
    ready,
    area: `${ready}L${x(last)} ${y(0)}L${x(first)} ${y(0)}Z`,
    desired,
    levels: values.map(value => ({ value, y: y(value) })),
    first,
    last,
    most,
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
