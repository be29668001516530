import fc from 'fast-check';
import { eventRows } from './eventRows';
import { incidentsOf, nextIncident } from './incidents';
import { groupLanes, shownLanes } from './laneGroups';
import { edgeView, pillTarget, sliceTarget } from './laneTargets';
import { stepInTime, stepToLane } from './navigation';
import { detailWindow, refineModel } from './refineModel';
import { TEST_DAY, testEvent, testLane, testTimeline } from './testEvents';
import { clampRange, zoomRange } from './TimeRange';
import { timeTicks } from './timeTicks';
import { timelineModel } from './timelineModel';

const HOUR_MS = 3_600_000;
const DAY = { from: TEST_DAY, to: TEST_DAY + 24 * HOUR_MS };
const at = (hour: number) => TEST_DAY + hour * HOUR_MS;
const iso = (hour: number) => new Date(at(hour)).toISOString();

const lanes = [
  testLane({ title: 'a' }),
  testLane({ title: 'quiet', degree: 1 }),
  testLane({ title: 'changed', degree: 1 }),
  testLane({
    title: 'ill',
    degree: 1,
    health: { status: 'degraded', reason: '' },
  }),
  testLane({ title: 'suspected', degree: 1 }),
  testLane({ title: 'far', degree: 2 }),
];
const model = timelineModel(
  testTimeline(lanes, [
    testEvent({ id: 'own', at: at(1) }),
    testEvent({ id: 'c', at: at(2), lanes: [2] }),
    testEvent({ id: 's', at: at(3), lanes: [4] }),
    testEvent({ id: 'f', at: at(4), lanes: [5] }),
    testEvent({
      id: 'h1',
      at: at(5),
      type: 'health',
      severity: 'critical',
      status: 'resolved',
      endedAt: iso(6),
    }),
    testEvent({
      id: 'h2',
      at: at(10),
      type: 'health',
      severity: 'critical',
      status: 'open',
    }),
  ]),
);
const now = at(12);

describe('lanes', () => {
  it('come by degree, and in it: suspected, ill, changed, quiet', () => {
    const groups = groupLanes({
      lanes: model.lanes,
      view: DAY,
      now,
      ranks: new Map([['s', 1]]),
    });
    expect(
      groups.map(group => group.lanes.map(({ lane }) => lane.title)),
    ).toEqual([['a'], ['suspected', 'ill', 'changed', 'quiet'], ['far']]);
    expect(groups[1].ranks).toEqual([1]);
    expect(groups[1].inView).toBe(2);
  });

  it('fold into a number when many of them are quiet', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      testLane({ title: `q${index}`, degree: index === 0 ? 0 : 1 }),
    );
    const groups = groupLanes({
      lanes: timelineModel(testTimeline(many, [])).lanes,
      view: DAY,
      now,
      ranks: new Map(),
    });
    expect(groups[1].quiet).toHaveLength(11);
    const none = new Set<number>();
    expect(shownLanes(groups, { folded: none, quietShown: none })).toHaveLength(
      1,
    );
    expect(
      shownLanes(groups, { folded: none, quietShown: new Set([1]) }),
    ).toHaveLength(12);
  });
});

describe('moving between events', () => {
  it('goes in time over all lanes', () => {
    const { events } = model;
    expect(stepInTime(events, undefined, 'previous')?.id).toBe('h2');
    expect(stepInTime(events, 'c', 'next')?.id).toBe('s');
    expect(stepInTime(events, 'c', 'previous')?.id).toBe('own');
    expect(stepInTime(events, 'h2', 'next')).toBeUndefined();
  });

  it('goes to the nearest event of the next lane that has one in view', () => {
    const move = (id: string, direction: 'up' | 'down') =>
      stepToLane({
        lanes: model.lanes,
        current: model.byId.get(id),
        direction,
        view: DAY,
        now,
      })?.id;
    expect(move('own', 'down')).toBe('c');
    expect(move('c', 'down')).toBe('s');
    expect(move('s', 'up')).toBe('c');
    expect(move('c', 'up')).toBe('own');
    expect(move('f', 'down')).toBeUndefined();
  });
});

describe('incidents', () => {
  it('are the grave stretches of the own lane', () => {
    const incidents = incidentsOf(model.lanes[0], now);
    expect(
      incidents.map(({ event, open, to }) => [event.id, open, to]),
    ).toEqual([
      ['h1', false, at(6)],
      ['h2', true, now],
    ]);
    expect(nextIncident(incidents, 'previous', 'h2')?.event.id).toBe('h1');
    expect(nextIncident(incidents, 'next', 'h2')).toBeUndefined();
    expect(nextIncident(incidents, 'previous', undefined)?.event.id).toBe('h2');
  });
});

describe('the table', () => {
  it('parts what came before the onset from what came after', () => {
    const rows = eventRows({
      events: model.events.map(({ event }) => event),
      lanes,
      view: DAY,
      now,
      onset: { at: at(5), service: 'a', status: 'unhealthy' },
    });
    expect(
      rows.map(row => (row.type === 'event' ? row.event.id : row.type)),
    ).toEqual(['h2', 'h1', 'became', 'f', 's', 'c', 'own']);
  });

  it('keeps what lasts into the view', () => {
    const rows = eventRows({
      events: model.events.map(({ event }) => event),
      lanes,
      view: { from: at(11), to: at(12) },
      now,
    });
    expect(rows).toMatchObject([{ event: { id: 'h2' } }]);
  });
});

describe('zooming', () => {
  it('keeps the moment under the pointer and stays in bounds', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 4, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (factor, share) => {
          const view = { from: at(8), to: at(16) };
          const about = view.from + share * 8 * HOUR_MS;
          const next = zoomRange(view, factor, about, DAY);
          expect(next.from).toBeGreaterThanOrEqual(DAY.from);
          expect(next.to).toBeLessThanOrEqual(DAY.to + 1);
          const place = (about - next.from) / (next.to - next.from);
          const isPushed = next.from <= DAY.from || next.to >= DAY.to;
          expect(isPushed ? share : place).toBeCloseTo(share, 3);
        },
      ),
    );
  });

  it('never goes closer than a minute', () => {
    const view = clampRange({ from: at(1), to: at(1) + 10 }, DAY);
    expect(view.to - view.from).toBe(60_000);
  });

  it('asks for a window that holds the view, and for the same one after a small move', () => {
    const view = { from: at(2), to: at(3) };
    const moved = { from: at(2) + 1000, to: at(3) + 1000 };
    const { from, to } = detailWindow(view);
    expect(from).toBeLessThanOrEqual(view.from);
    expect(to).toBeGreaterThanOrEqual(view.to);
    expect(to - from).toBeLessThan(2 * HOUR_MS);
    expect(detailWindow(moved).from).toBe(from);
  });

  it('takes lanes of many events from the finer answer, and leaves the others', () => {
    const dense = testLane({ title: 'b', degree: 1, complete: false });
    const wide = timelineModel(
      testTimeline([lanes[0], dense], [testEvent({ id: 'own', at: at(1) })]),
    );
    const detail = timelineModel(
      testTimeline(
        [lanes[0], { ...dense, complete: true }],
        [testEvent({ id: 'fine', at: at(2), lanes: [1] })],
      ),
    );
    const refined = refineModel(wide, detail);
    expect(refined.lanes[0].changes.map(e => e.id)).toEqual(['own']);
    expect(refined.lanes[1].changes.map(e => e.id)).toEqual(['fine']);
    expect(refined.lanes[1].lane.complete).toBe(true);
    expect(refined.byId.has('fine')).toBe(true);
  });
});

describe('the grid', () => {
  it('stands on round hours of the zone, also on the day when clocks change', () => {
    const ticks = timeTicks({
      range: {
        from: Date.parse('2026-10-24T22:00:00Z'),
        to: Date.parse('2026-10-25T23:00:00Z'),
      },
      width: 800,
      zone: 'Europe/Berlin',
      spacing: 64,
    });
    const midnights = ticks.filter(tick => tick.day).map(tick => tick.at);
    expect(midnights).toEqual([
      Date.parse('2026-10-24T22:00:00Z'),
      Date.parse('2026-10-25T23:00:00Z'),
    ]);
    expect(ticks.length).toBeGreaterThan(8);
  });
});

describe('a press on several events', () => {
  const [a, b] = [0, 1].map(i => model.events[i]);

  it('shows them apart, and lists them when no closer view would', () => {
    const target = pillTarget([a, b], DAY);
    expect(target).toEqual({
      type: 'zoom',
      view: { from: at(-1), to: at(4) },
    });
    expect(pillTarget([a, b], { from: at(0), to: at(4) })).toEqual({
      type: 'list',
      range: { from: at(1), to: at(2) + 1 },
    });
    expect(sliceTarget({ from: at(1), to: at(2) }, DAY, DAY).type).toBe('zoom');
    expect(
      sliceTarget({ from: at(1), to: at(2) }, { from: at(0), to: at(2) }, DAY)
        .type,
    ).toBe('list');
  });

  it('at the edge shows the nearest that is out of view', () => {
    const view = { from: at(8), to: at(9) };
    const options = { lane: model.lanes[0], view, full: DAY, now };
    expect(edgeView({ ...options, side: 'before' })).toEqual({
      from: at(5.5),
      to: at(6.5),
    });
    expect(edgeView({ ...options, side: 'after' })).toEqual({
      from: at(9.5),
      to: at(10.5),
    });
  });
});
