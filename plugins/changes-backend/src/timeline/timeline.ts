import type { Lane, Timeline } from '@ripplehq/backstage-plugin-changes-common';
import { parseSubject } from '@ripplehq/backstage-plugin-changes-common';
import type { timelineQuery } from '@ripplehq/backstage-plugin-changes-common/schema';
import type { z } from 'zod';
import type { LaneEntity, Neighbourhood } from '../graph/lanes';
import type { EntityStatus } from '../health/entity';
import { healthOf } from '../health/shown';
import type { Store } from '../store/Store';
import { type EventRow, storedEvent, timestampOf } from '../store/rows';
import { coverageBetween } from '../store/questions/coverage';
import { eventRows } from '../store/questions/events';
import { type Link, newestFirst } from '../store/questions/links';
import { coverageIntervals, relevantCoverage } from './coverage';
import { EventJson } from './EventJson';
import { isUnfiltered, passes } from './filter';
import { JsonBuffer } from './JsonBuffer';
import { laneCounts } from './laneCounts';
import { laneCoverage } from './laneCoverage';
import { lastingBefore, lastingUnread } from './lasting';
import { type LaneLinks, newestOfLanes } from './newest';
import { Presenter } from './present';
import { replicasOf } from './replicas';
import { quantised } from './window';

/** @internal */
export interface TimelineOptions {
  store: Store;
  /** How each lane's entity is, see `shownStatuses`. */
  statusOf(entityId: number): EntityStatus;
  neighbourhood: Neighbourhood;
  query: z.output<typeof timelineQuery>;
  window: { from: number; to: number };
  channel?: string;
  now: number;
}

/**
 * What happened to the lanes within a window, for drawing: a Timeline as JSON.
 * @internal
 */
export async function timelineJson(options: TimelineOptions): Promise<Buffer> {
  const { store, statusOf, neighbourhood, query, channel, now } = options;
  const { lanes, leftOut, withheld } = neighbourhood;
  const window = quantised(options.window);
  const [newest, before, coverageRows] = await Promise.all([
    newestOfLanes(store, {
      lanes,
      from: window.from,
      to: window.to,
      filter: query,
      limit: query.perLane,
    }),
    lastingBefore(store, lanes, window),
    coverageBetween(store.sql, window),
  ]);
  const shown = inOrder(newest);
  const lasting = new Set([
    ...before,
    ...(await lastingUnread(store, { lanes, newest, window })),
  ]);
  for (const { eventId } of shown) lasting.delete(eventId);
  const [rows, counts] = await Promise.all([
    eventRows(store.sql, store.words, [
      ...shown.map(({ eventId }) => eventId),
      ...lasting,
    ]),
    laneCounts(store, { lanes, newest, window, query }),
  ]);
  const byId = new Map(rows.map(row => [row.id, row]));
  const events = EventJson.create({
    lanes,
    word: store.words.text,
    replicas: await replicasOf(store, rows),
  });
  const coverage = relevantCoverage(
    coverageIntervals(coverageRows, now),
    originsOf(lanes),
  );
  const coverageOfLane = laneCoverage(lanes, coverage);
  const head: Omit<Timeline, 'events' | 'intervals'> = {
    entityRef: lanes[0].entity.ref,
    window: {
      from: timestampOf(window.from),
      to: timestampOf(window.to),
      bucketSeconds: window.bucketMs / 1000,
    },
    lanes: lanes.map(
      ({ place, entity }, index): Lane => ({
        ...place,
        health: healthOf(statusOf(entity.id)),
        counts: counts[index],
        complete: newest[index].complete,
        coverage: coverageOfLane[index],
      }),
    ),
    coverage,
    withheld,
    ...(leftOut > 0 ? { lanesLeftOut: leftOut } : {}),
    ...(channel ? { channel } : {}),
  };
  const json = JsonBuffer.create();
  json.add(`${JSON.stringify(head).slice(0, -1)},"events":`);
  events.write(
    shown.flatMap(({ eventId }) => byId.get(eventId) ?? []),
    json,
  );
  json.add(',"intervals":');
  events.write(
    matching(
      [...lasting].flatMap(id => byId.get(id) ?? []),
      options,
    ).sort((a, b) => b.started_at - a.started_at || b.id - a.id),
    json,
  );
  json.add('}');
  return json.bytes();
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

// Each once, however many lanes it lies in.
function inOrder(newest: readonly LaneLinks[]): Link[] {
  const links = new Map<number, Link>();
  for (const lane of newest) {
    for (const link of lane.links) links.set(link.eventId, link);
  }
  return [...links.values()].sort(newestFirst);
}

// What lasts is not found by the filter's index.
function matching(rows: EventRow[], options: TimelineOptions): EventRow[] {
  const { store, neighbourhood, query } = options;
  if (isUnfiltered(query)) return rows;
  const { lanes } = neighbourhood;
  const presenter = Presenter.create(lanes);
  return rows.filter(row => {
    const event = storedEvent(row, store.words.text);
    const names = presenter
      .lanesOf(event.subjectIds)
      .map(lane => lanes[lane].place.title);
    return passes(event, query, names);
  });
}
