import { overlaps } from './TimeRange';
import type { TimeScale } from './TimeScale';
import type { TimedEvent } from './timelineModel';

/** Height of the strip at the foot of a lane. */
export const STRIP_HEIGHT_PX = 16;
/** A run of autoscaling is never narrower, so that it can be pressed. */
const RUN_MIN_PX = 14;

/** A run of autoscaling, as it lies in its lane's strip. */
export interface StripRun {
  event: TimedEvent;
  x: number;
  width: number;
}

/** The replicas that autoscalers asked for, as step lines. Pixels from the left of the plot and the top of the strip. */
export interface AutoscaleStrip {
  /** One for each workload: an SVG path from the left to the present. */
  lines: { key: string; path: string; area: string }[];
  /** The maximum is known: it is the strip's upper edge. */
  hasMax: boolean;
  /** Those in view, by x. */
  runs: StripRun[];
  /** What the run in view that went furthest did. */
  told?: { from: number; to: number; max?: number; steps: number };
}

/** Whether an event is drawn in the strip instead of as a mark. */
export function isStripRun({ event }: TimedEvent): boolean {
  return event.kind === 'autoscale' && (event.replicas?.steps.length ?? 0) > 0;
}

/** The strip of a lane; undefined while no autoscaler moved before the end of the view. `runs` are oldest first. */
export function autoscaleStrip(options: {
  runs: readonly TimedEvent[];
  scale: TimeScale;
  now: number;
}): AutoscaleStrip | undefined {
  const { scale, now } = options;
  const runs = options.runs.filter(run => run.start <= scale.range.to);
  if (runs.length === 0) return undefined;
  const byWorkload = new Map<string, TimedEvent[]>();
  for (const run of runs) {
    const key = run.event.subjects.join(' ');
    byWorkload.set(key, [...(byWorkload.get(key) ?? []), run]);
  }
  const shown = runs
    .filter(run => overlaps(scale.range, run.start, run.end ?? run.start))
    .map((run): StripRun => {
      const x = scale.x(run.start);
      const length = scale.x(run.end ?? run.start) - x;
      return { event: run, x, width: Math.max(RUN_MIN_PX, length) };
    });
  const told = shown
    .map(run => toldOf(run.event))
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from))[0];
  return {
    lines: [...byWorkload].map(([key, ofOne]) => ({
      key,
      ...stepLine(ofOne, scale, now),
    })),
    hasMax: runs.some(({ event }) => event.replicas?.max !== undefined),
    runs: shown,
    ...(told ? { told } : {}),
  };
}

function toldOf({ event }: TimedEvent) {
  const { before, max, steps = [] } = event.replicas ?? {};
  return {
    from: before ?? steps[0].value,
    to: steps[steps.length - 1].value,
    max,
    steps: steps.length,
  };
}

function stepLine(
  runs: readonly TimedEvent[],
  scale: TimeScale,
  now: number,
): { path: string; area: string } {
  const values: { at: number; value: number }[] = [];
  for (const { event, start } of runs) {
    const { before, steps = [] } = event.replicas ?? {};
    if (before !== undefined) {
      const at = values.length === 0 ? scale.range.from : start;
      values.push({ at: Math.min(at, start), value: before });
    }
    for (const step of steps) {
      values.push({ at: Date.parse(step.at), value: step.value });
    }
  }
  const top = Math.max(
    1,
    ...runs.map(({ event }) => event.replicas?.max ?? 0),
    ...values.map(({ value }) => value),
  );
  const round = (pixels: number) => Math.round(pixels * 10) / 10;
  const x = (at: number) =>
    round(Math.min(scale.width, Math.max(0, scale.x(at))));
  const y = (value: number) => round(STRIP_HEIGHT_PX * (1 - value / top));
  const [first, ...rest] = values;
  const path = [
    `M${x(first.at)} ${y(first.value)}`,
    ...rest.map(({ at, value }) => `H${x(at)}V${y(value)}`),
    `H${x(Math.max(now, values[values.length - 1].at))}`,
  ].join('');
  return { path, area: `${path}V${STRIP_HEIGHT_PX}H${x(first.at)}Z` };
}
