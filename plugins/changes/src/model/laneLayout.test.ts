import fc from 'fast-check';
import { hitTest } from './hitTest';
import { NODES_MAX, layoutLane, layoutLanes, nodesOf } from './laneLayout';
import { TEST_DAY, testEvent, testLane, testTimeline } from './testEvents';
import { TimeScale } from './TimeScale';
import { timelineModel } from './timelineModel';

const HOUR_MS = 3_600_000;
const DAY = { from: TEST_DAY, to: TEST_DAY + 24 * HOUR_MS };
const now = DAY.to;

function lanesOf(count: number, perLane: number) {
  const lanes = Array.from({ length: count }, (_, index) =>
    testLane({
      title: `service-${index}`,
      degree: index === 0 ? 0 : 1 + (index % 3),
      counts: { change: Array(96).fill(4), alert: [], health: [] },
    }),
  );
  const events = lanes.flatMap((lane, index) =>
    Array.from({ length: perLane }, (_, i) =>
      testEvent({
        id: `${index}-${i}`,
        at: TEST_DAY + ((i * 7919 + index * 104729) % (24 * 3600)) * 1000,
        lanes: [index],
        entityRefs: [lane.entityRef],
      }),
    ),
  );
  return timelineModel(testTimeline(lanes, events)).lanes;
}

const options = {
  scale: TimeScale.create({ range: DAY, width: 1000 }),
  now,
  ranks: new Map<string, number>(),
};

describe('layoutLane', () => {
  it('shows every event of a lane that is not dense, once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), perLane => {
        const [lane] = lanesOf(1, perLane);
        const { items } = layoutLane({ ...options, lane });
        expect(items.flatMap(item => item.events)).toHaveLength(perLane);
      }),
    );
  });

  it('counts in view, before and after make up the whole lane', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 4 }),
        (from, hours) => {
          const [lane] = lanesOf(1, 50);
          const range = {
            from: TEST_DAY + from * HOUR_MS,
            to: TEST_DAY + (from + hours) * HOUR_MS,
          };
          const scale = TimeScale.create({ range, width: 1000 });
          const { before, after } = layoutLane({ ...options, scale, lane });
          const inside = lane.changes.filter(
            event => event.start >= range.from && event.start <= range.to,
          ).length;
          expect(before + inside + after).toBe(50);
        },
      ),
    );
  });

  it('folds more than 60 events in view into counts that add up, and keeps suspects and the selected', () => {
    const [lane] = lanesOf(1, 400);
    const layout = layoutLane({
      ...options,
      lane,
      ranks: new Map([['0-7', 1]]),
      selected: '0-9',
    });
    const counted = layout.slices?.reduce((sum, slice) => sum + slice.count, 0);
    expect(counted).toBe(400);
    expect(layout.items.flatMap(item => item.events.map(e => e.id))).toEqual(
      expect.arrayContaining(['0-7', '0-9']),
    );
    expect(layout.labels).toEqual([]);
  });

  it('counts a lane of which not all was sent from its buckets', () => {
    const lane = lanesOf(1, 3)[0];
    const incomplete = { ...lane, lane: { ...lane.lane, complete: false } };
    const { slices } = layoutLane({ ...options, lane: incomplete });
    expect(slices?.reduce((sum, slice) => sum + slice.count, 0)).toBe(96 * 4);
  });

  it('labels that are placed neither touch nor leave the lane', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), perLane => {
        const [lane] = lanesOf(1, perLane);
        const range = { from: TEST_DAY, to: TEST_DAY + 4 * HOUR_MS };
        const scale = TimeScale.create({ range, width: 900 });
        const { labels } = layoutLane({ ...options, scale, lane });
        const sorted = [...labels].sort((a, b) => a.x - b.x);
        const misplaced = sorted.filter(
          (label, i) =>
            label.x < 0 ||
            label.x + label.width > 900 ||
            (i > 0 && label.x <= sorted[i - 1].x + sorted[i - 1].width),
        );
        expect(misplaced).toEqual([]);
      }),
    );
  });
});

describe('layoutLanes', () => {
  it('draws no more nodes than a screen is meant to carry, whatever the number of events', () => {
    const layouts = layoutLanes(lanesOf(40, 55), options);
    const nodes = layouts.reduce((sum, layout) => sum + nodesOf(layout), 0);
    expect(nodes).toBeLessThanOrEqual(NODES_MAX);
    expect(layouts[0].slices).toBeUndefined();
  });
});

describe('hitTest', () => {
  it('finds every drawn mark at its own place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), perLane => {
        const [lane] = lanesOf(1, perLane);
        const layout = layoutLane({ ...options, lane });
        for (const item of layout.items) {
          const point = { x: item.x + item.width / 2, y: layout.markY };
          const hit = hitTest(layout, point);
          expect(hit?.type).toBe('item');
        }
      }),
    );
  });

  it('finds nothing far from every mark', () => {
    const lane = timelineModel(
      testTimeline(
        [testLane({ title: 'a' })],
        [testEvent({ id: 'x', at: TEST_DAY + 12 * HOUR_MS })],
      ),
    ).lanes[0];
    const layout = layoutLane({ ...options, lane });
    expect(hitTest(layout, { x: 200, y: layout.markY })).toBeUndefined();
    expect(hitTest(layout, { x: 494, y: layout.markY })).toMatchObject({
      item: { event: { id: 'x' } },
    });
  });
});
