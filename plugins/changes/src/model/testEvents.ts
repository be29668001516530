import type {
  Lane,
  LaneEvent,
  Timeline,
} from '@ripplehq/backstage-plugin-changes-common';

/** A moment of the tests' day. */
export const TEST_DAY = Date.parse('2026-11-19T00:00:00Z');

/** An event for tests; a finished change of the first lane unless said otherwise. */
export function testEvent(
  event: Partial<LaneEvent> & { id: string; at: number },
): LaneEvent {
  const { at, ...rest } = event;
  return {
    type: 'change',
    kind: 'config',
    title: `Event ${event.id}`,
    status: 'succeeded',
    severity: 'info',
    startedAt: new Date(at).toISOString(),
    source: 'kubernetes',
    subjects: [],
    entityRefs: ['component:default/a'],
    links: [],
    hasDiff: false,
    hasCode: false,
    lanes: [0],
    ...rest,
  };
}

/** A lane for tests. */
export function testLane(lane: Partial<Lane> & { title: string }): Lane {
  return {
    entityRef: `component:default/${lane.title}`,
    degree: 0,
    path: [`component:default/${lane.title}`],
    health: { status: 'healthy', reason: '' },
    counts: { change: [], alert: [], health: [] },
    complete: true,
    coverage: [],
    ...lane,
  };
}

/** An answer for tests: a day in buckets of 15 minutes. */
export function testTimeline(
  lanes: Lane[],
  events: LaneEvent[],
  rest: Partial<Timeline> = {},
): Timeline {
  return {
    entityRef: lanes[0].entityRef,
    window: {
      from: new Date(TEST_DAY).toISOString(),
      to: new Date(TEST_DAY + 24 * 3_600_000).toISOString(),
      bucketSeconds: 900,
    },
    lanes,
    events,
    intervals: [],
    coverage: [],
    withheld: 0,
    ...rest,
  };
}
