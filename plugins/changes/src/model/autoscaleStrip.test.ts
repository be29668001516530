import { autoscaleStrip, isStripRun } from './autoscaleStrip';
import { hitTest } from './hitTest';
import { layoutLane } from './laneLayout';
import { TEST_DAY, testEvent, testLane, testTimeline } from './testEvents';
import { TimeScale } from './TimeScale';
import { timelineModel } from './timelineModel';

const HOUR_MS = 3_600_000;
const now = TEST_DAY + 24 * HOUR_MS;
/** A pixel is six minutes. */
const scale = TimeScale.create({
  range: { from: TEST_DAY, to: now },
  width: 240,
});
const at = (hour: number) => TEST_DAY + hour * HOUR_MS;

function run(
  id: string,
  workload: string,
  steps: [number, number][],
  limits: { before?: number; max?: number },
) {
  return testEvent({
    id,
    at: at(steps[0][0]),
    endedAt: new Date(at(steps[steps.length - 1][0])).toISOString(),
    kind: 'autoscale',
    subjects: [`kubernetes:eu/shop/Deployment.apps/${workload}`],
    replicas: {
      ...limits,
      steps: steps.map(([hour, value]) => ({
        at: new Date(at(hour)).toISOString(),
        value,
      })),
    },
  });
}

const api = run(
  'up',
  'api',
  [
    [6, 6],
    [12, 8],
  ],
  { before: 4, max: 8 },
);
const worker = run('worker', 'worker', [[18, 3]], { before: 1 });

function laneOf(...events: ReturnType<typeof testEvent>[]) {
  return timelineModel(testTimeline([testLane({ title: 'a' })], events))
    .lanes[0];
}

describe('autoscaleStrip', () => {
  it('draws what was asked for from the value before to the present, under the maximum', () => {
    const strip = autoscaleStrip({ runs: laneOf(api).changes, scale, now })!;
    expect(strip.hasMax).toBe(true);
    expect(strip.lines.map(({ path }) => path)).toEqual([
      'M0 8H60V4H120V0H240',
    ]);
    expect(strip.told).toEqual({ from: 4, to: 8, max: 8, steps: 2 });
  });

  it('draws each workload by itself', () => {
    const { changes } = laneOf(api, worker);
    const strip = autoscaleStrip({ runs: changes, scale, now })!;
    expect(strip.lines).toHaveLength(2);
    expect(strip.runs.map(({ event }) => event.id)).toEqual(['up', 'worker']);
  });

  it('keeps the last value for a view after it, in which no run can be pressed', () => {
    const later = TimeScale.create({
      range: { from: at(20), to: at(24) },
      width: 240,
    });
    const { changes } = laneOf(api);
    const strip = autoscaleStrip({ runs: changes, scale: later, now })!;
    expect(strip.lines[0].path).toMatch(/V0H240$/);
    expect(strip.runs).toEqual([]);
    expect(strip.told).toBeUndefined();
  });

  it('takes the place of the marks, and what is pressed in it opens', () => {
    const unknown = testEvent({ id: 'old', at: at(3), kind: 'autoscale' });
    const lane = laneOf(api, unknown);
    expect(lane.changes.filter(isStripRun)).toHaveLength(1);
    const layout = layoutLane({ lane, scale, now, ranks: new Map() });
    expect(layout.items.flatMap(({ events }) => events[0].id)).toEqual(['old']);
    expect(hitTest(layout, { x: 90, y: layout.strip!.y + 8 })).toMatchObject({
      type: 'run',
      run: { event: { id: 'up' } },
    });
    expect(hitTest(layout, { x: 200, y: layout.strip!.y + 8 })).toBeUndefined();
  });
});
