import type {
  Lane,
  LaneEvent,
  Timeline,
} from '@ripplehq/backstage-plugin-changes-common';
import { parseSubject } from '@ripplehq/backstage-plugin-changes-common';
import type { timelineQuery } from '@ripplehq/backstage-plugin-changes-common/schema';
import type { z } from 'zod';
import type { LaneEntity, Neighbourhood } from '../graph/lanes';
import type { StatusBoard } from '../services/StatusBoard';
import type { Store } from '../store/Store';
import { TYPE_CODES } from '../store/codes';
import { type StoredEvent, timestampOf } from '../store/rows';
import { type Count, countHours, countLinks } from '../store/questions/counts';
import { coverageBetween } from '../store/questions/coverage';
import { eventsByRowIds } from '../store/questions/events';
import { linkFilter } from '../store/questions/links';
import { spansOverlapping } from '../store/questions/spans';
import { coverageIntervals, relevantCoverage } from './coverage';
import { isUnfiltered, passes } from './filter';
import { laneCoverage } from './laneCoverage';
import { type LaneLinks, newestOfLanes } from './newest';
import { Presenter } from './present';
import { type Window, isCoarse, quantised } from './window';

/** Most intervals of one answer that are not among the newest events. */
const INTERVALS_MAX = 2000;

/** @internal */
export interface TimelineOptions {
  store: Store;
  board: StatusBoard;
  neighbourhood: Neighbourhood;
  query: z.output<typeof timelineQuery>;
  window: { from: number; to: number };
  channel?: string;
  now: number;
}

/**
 * What happened to the lanes within a window, for drawing.
 * @internal
 */
export async function timeline(options: TimelineOptions): Promise<Timeline> {
  const { store, board, neighbourhood, query, channel, now } = options;
  const { lanes, withheld } = neighbourhood;
  const window = quantised(options.window);
  const newest = await newestOfLanes(store, {
    lanes,
    from: window.from,
    to: window.to,
    filter: query,
    limit: query.perLane,
  });
  const newestIds = new Set(
    newest.flatMap(({ links }) => links.map(({ eventId }) => eventId)),
  );
  const intervalIds = await lasting(store, lanes, window, newestIds);
  const stored = await eventsByRowIds(store.sql, store.words, [
    ...newestIds,
    ...intervalIds,
  ]);
  const counts = query.q
    ? countsOfEvents(newest, stored, window)
    : await laneCounts(store, lanes, window, query);
  const presenter = Presenter.create(lanes);
  const present = (event: StoredEvent): LaneEvent => ({
    ...presenter.event(event),
    lanes: presenter.lanesOf(event),
  });
  const coverage = relevantCoverage(
    coverageIntervals(await coverageBetween(store.sql, window), now),
    originsOf(lanes),
  );
  const coverageOfLane = laneCoverage(lanes, coverage);
  return {
    entityRef: lanes[0].entity.ref,
    window: {
      from: timestampOf(window.from),
      to: timestampOf(window.to),
      bucketSeconds: window.bucketMs / 1000,
    },
    lanes: lanes.map(
      ({ place, entity }, index): Lane => ({
        ...place,
        health: healthOf(board, entity.id),
        counts: counts[index],
        complete: newest[index].complete,
        coverage: coverageOfLane[index],
      }),
    ),
    events: inOrder(newestIds, stored).map(present),
    intervals: inOrder(intervalIds, stored)
      .filter(event =>
        passes(
          event,
          query,
          presenter.lanesOf(event).map(lane => lanes[lane].place.title),
        ),
      )
      .map(present),
    coverage,
    withheld,
    ...(channel ? { channel } : {}),
  };
}

/** Where the lanes' subjects come from. @internal */
export function originsOf(
  lanes: readonly LaneEntity[],
): { source: string; instance: string }[] {
  return lanes.flatMap(({ bindings }) =>
    bindings.map(({ subject }) => {
      const { source, parts } = parseSubject(subject);
      return { source, instance: parts[0] };
    }),
  );
}

/** An entity's health by the board; unknown until it was worked out. @internal */
export function healthOf(board: StatusBoard, entityId: number): Lane['health'] {
  const entry = board.get(entityId);
  if (!entry) {
    return { status: 'unknown', reason: 'Not worked out yet' };
  }
  const { status, since, reason } = entry.status;
  return { status, ...(since ? { since } : {}), reason };
}

// Hourly sums answer wide unfiltered windows, the links' own index all others.
async function laneCounts(
  store: Store,
  lanes: readonly LaneEntity[],
  window: Window,
  query: TimelineOptions['query'],
): Promise<Lane['counts'][]> {
  const subjects = lanes.map(({ bindings }) =>
    bindings.map(({ subjectId }) => subjectId),
  );
  const counts = lanes.map(() => noCounts(window));
  const rows =
    isCoarse(window) && isUnfiltered(query)
      ? await countHours(store.sql, { ...window, lanes: subjects })
      : await countLinks(store.sql, {
          ...window,
          lanes: subjects,
          filter: await linkFilter(store.sql, store.words, query, []),
        });
  addCounts(counts, rows);
  return counts;
}

// No index knows texts: what was read is counted, which is all unless the lane is not complete.
function countsOfEvents(
  newest: readonly LaneLinks[],
  events: ReadonlyMap<number, StoredEvent>,
  window: Window,
): Lane['counts'][] {
  return newest.map(({ links }) => {
    const counts = noCounts(window);
    for (const { eventId } of links) {
      const event = events.get(eventId);
      if (!event) continue;
      const bucket = (event.startedAtMs - window.from) / window.bucketMs;
      counts[event.type][Math.floor(bucket)] += 1;
    }
    return counts;
  });
}

function noCounts({ from, to, bucketMs }: Window): Lane['counts'] {
  const size = (to - from) / bucketMs;
  return {
    change: new Array<number>(size).fill(0),
    alert: new Array<number>(size).fill(0),
    health: new Array<number>(size).fill(0),
  };
}

function addCounts(counts: Lane['counts'][], rows: readonly Count[]): void {
  const names = Object.entries(TYPE_CODES) as [keyof Lane['counts'], number][];
  for (const { lane, type, bucket, n } of rows) {
    const name = names.find(([, code]) => code === type)?.[0];
    if (name && bucket < counts[lane][name].length) {
      counts[lane][name][bucket] += n;
    }
  }
}

// What began before the window, and issues within it that are older than the newest events.
async function lasting(
  store: Store,
  lanes: readonly LaneEntity[],
  window: Window,
  known: ReadonlySet<number>,
): Promise<Set<number>> {
  const subjectIds = [
    ...new Set(
      lanes.flatMap(({ bindings }) =>
        bindings.map(({ subjectId }) => subjectId),
      ),
    ),
  ];
  const { change, alert, health } = TYPE_CODES;
  const spans = [
    ...(await spansOverlapping(store.sql, {
      subjectIds,
      types: [alert, health],
      endedAfter: window.from,
      startedBefore: window.to,
      limit: INTERVALS_MAX,
    })),
    ...(await spansOverlapping(store.sql, {
      subjectIds,
      types: [change],
      endedAfter: window.from,
      startedBefore: window.from,
      limit: INTERVALS_MAX,
    })),
  ];
  return new Set(
    spans.map(({ eventId }) => eventId).filter(id => !known.has(id)),
  );
}

function inOrder(
  ids: ReadonlySet<number>,
  events: ReadonlyMap<number, StoredEvent>,
): StoredEvent[] {
  return [...ids]
    .flatMap(id => events.get(id) ?? [])
    .sort((a, b) => b.startedAtMs - a.startedAtMs || b.rowId - a.rowId);
}
