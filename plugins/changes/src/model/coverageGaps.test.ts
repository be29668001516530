import type { CoverageInterval } from '@ripplehq/backstage-plugin-changes-common';
import { coverageGaps } from './coverageGaps';
import { TEST_DAY, testLane, testTimeline } from './testEvents';
import { timelineModel } from './timelineModel';

const HOUR_MS = 3_600_000;
const at = (hour: number) => TEST_DAY + hour * HOUR_MS;
const view = { from: at(0), to: at(24) };

function interval(
  state: CoverageInterval['state'],
  from: number,
  to?: number,
): CoverageInterval {
  return {
    source: 'kubernetes',
    instance: 'eu',
    scope: 'eu',
    state,
    from: new Date(at(from)).toISOString(),
    to: to === undefined ? undefined : new Date(at(to)).toISOString(),
    at: new Date(at(from)).toISOString(),
  };
}

function gapsOf(coverage: number[]) {
  const { lanes } = timelineModel(
    testTimeline([testLane({ title: 'quiet', coverage })], [], {
      coverage: [
        interval('live', 0, 4),
        interval('stale', 4, 6),
        interval('not-observed', 5, 7),
        interval('stale', 20),
      ],
    }),
  );
  return coverageGaps({ lane: lanes[0], view, now: at(22) });
}

describe('coverageGaps', () => {
  it('finds the silent stretches of what watches a lane, though nothing ever happened in it', () => {
    expect(gapsOf([0, 1, 2, 3])).toMatchObject([
      { from: at(4), to: at(7), source: 'kubernetes', instance: 'eu' },
      { from: at(20), to: at(22) },
    ]);
  });

  it('leaves a lane alone that the silent source does not watch', () => {
    expect(gapsOf([0])).toEqual([]);
  });
});
