import fc from 'fast-check';
import {
  CLUSTER_CELL_PX,
  CLUSTER_DISTANCE_PX,
  SUSPECT_ROOM_PX,
  clusterEvents,
} from './clusters';
import { TEST_DAY, testEvent, testLane, testTimeline } from './testEvents';
import { timelineModel, type TimedEvent } from './timelineModel';

const MINUTE_MS = 60_000;

function timedEvents(minutes: number[]): TimedEvent[] {
  const events = minutes.map((minute, index) =>
    testEvent({ id: `e${index}`, at: TEST_DAY + minute * MINUTE_MS }),
  );
  return timelineModel(testTimeline([testLane({ title: 'a' })], events))
    .lanes[0].changes;
}

const arbitraryEvents = fc
  .array(fc.integer({ min: 0, max: 1439 }), { maxLength: 200 })
  .map(timedEvents);
const arbitraryScale = fc.integer({ min: 500, max: 200_000 });
const ids = (events: readonly TimedEvent[]) => events.map(event => event.id);

describe('clusterEvents', () => {
  it('puts every event in exactly one cluster, in order', () => {
    fc.assert(
      fc.property(arbitraryEvents, arbitraryScale, (events, msPerPixel) => {
        const clusters = clusterEvents(events, msPerPixel, new Map());
        expect(clusters.flatMap(cluster => ids(cluster.events))).toEqual(
          ids(events),
        );
      }),
    );
  });

  it('gives what is in view the same clusters, wherever the view lies', () => {
    fc.assert(
      fc.property(
        arbitraryEvents,
        arbitraryScale,
        fc.integer({ min: 0, max: 1439 }),
        (events, msPerPixel, from) => {
          const whole = clusterEvents(events, msPerPixel, new Map());
          const begin = TEST_DAY + from * MINUTE_MS;
          // What a server would send for a window that begins there, cut at a gap: events before it are not known.
          const cut = whole.findIndex(
            ({ events: [first] }, index) =>
              first.start >= begin &&
              (index === 0 ||
                first.start - whole[index - 1].events[0].start >
                  200 * msPerPixel),
          );
          if (cut < 0) return;
          const known = whole.slice(cut).flatMap(cluster => cluster.events);
          expect(
            clusterEvents(known, msPerPixel, new Map()).map(c => ids(c.events)),
          ).toEqual(whole.slice(cut).map(c => ids(c.events)));
        },
      ),
    );
  });

  it('leaves single marks at least 14 px apart, but where a long chain is cut', () => {
    fc.assert(
      fc.property(arbitraryEvents, arbitraryScale, (events, msPerPixel) => {
        const clusters = clusterEvents(events, msPerPixel, new Map());
        const cellOf = (event: TimedEvent) =>
          Math.floor(event.start / (CLUSTER_CELL_PX * msPerPixel));
        const tooNear = clusters.filter((cluster, index) => {
          const next = clusters[index + 1];
          if (cluster.events.length > 1 || next?.events.length !== 1) {
            return false;
          }
          const [a, b] = [cluster.events[0], next.events[0]];
          return (
            b.start - a.start < CLUSTER_DISTANCE_PX * msPerPixel &&
            cellOf(a) === cellOf(b)
          );
        });
        expect(tooNear).toEqual([]);
      }),
    );
  });

  it('parts events that are far enough from each other, and joins the others', () => {
    const events = timedEvents([0, 13, 60, 74]);
    const clusters = clusterEvents(events, MINUTE_MS, new Map());
    expect(clusters.map(cluster => ids(cluster.events))).toEqual([
      ['e0', 'e1'],
      ['e2'],
      ['e3'],
    ]);
  });

  it('lets a suspect lead, with room for its number', () => {
    const events = timedEvents([0, 20, 100]);
    const clusters = clusterEvents(events, MINUTE_MS, new Map([['e1', 1]]));
    expect(20).toBeLessThan(CLUSTER_DISTANCE_PX + SUSPECT_ROOM_PX);
    expect(clusters.map(cluster => cluster.suspect?.id)).toEqual([
      'e1',
      undefined,
    ]);
    expect(ids(clusters[0].events)).toEqual(['e0', 'e1']);
  });

  it('cuts a long chain into pieces that a screen can part', () => {
    const events = timedEvents(Array.from({ length: 100 }, (_, i) => i * 10));
    const clusters = clusterEvents(events, MINUTE_MS, new Map());
    expect(clusters.length).toBeGreaterThan(20);
    expect(Math.max(...clusters.map(c => c.events.length))).toBeLessThan(6);
  });
});
