import type { Lane } from '@ripplehq/backstage-plugin-changes-common';
import type { timelineQuery } from '@ripplehq/backstage-plugin-changes-common/schema';
import type { z } from 'zod';
import type { LaneEntity } from '../graph/lanes';
import type { Store } from '../store/Store';
import { typeOf } from '../store/codes';
import {
  type Count,
  type CountedLane,
  countHours,
  countLinks,
} from '../store/questions/counts';
import { type Link, linkFilter } from '../store/questions/links';
import { isUnfiltered } from './filter';
import type { LaneLinks } from './newest';
import { type Window, isCoarse } from './window';

type Counts = Lane['counts'];

/**
 * How many events begin in each bucket of each lane. What was read is counted as read. Of a lane of which not all was read, hourly sums
 * tell in wide unfiltered windows, else the links' own index; for texts there is none, and what was read is counted alone.
 * @internal
 */
export async function laneCounts(
  store: Store,
  options: {
    lanes: readonly LaneEntity[];
    newest: readonly LaneLinks[];
    window: Window;
    query: z.output<typeof timelineQuery>;
  },
): Promise<Counts[]> {
  const { lanes, newest, window, query } = options;
  const isSummed = isCoarse(window) && isUnfiltered(query);
  const counts = newest.map(({ links, complete }) => {
    if (complete || query.q) return countsOf(links, window);
    return isSummed ? noCounts(window) : countsOf(surely(links), window);
  });
  const cut = query.q
    ? []
    : lanes.flatMap((_, index) => (newest[index].complete ? [] : [index]));
  const unread = cut.map(
    (index): CountedLane => ({
      subjectIds: lanes[index].bindings.map(({ subjectId }) => subjectId),
      to: isSummed ? window.to : oldest(newest[index].links) + 1,
    }),
  );
  const rows = isSummed
    ? await countHours(store.sql, { ...window, lanes: unread })
    : await countLinks(store.sql, {
        ...window,
        lanes: unread,
        filter: await linkFilter(store.sql, store.words, query, []),
      });
  for (const { lane, ...row } of rows) add(counts[cut[lane]], row);
  return counts;
}

// Of the oldest moment that was read perhaps not all was.
function surely(links: readonly Link[]): readonly Link[] {
  const cut = oldest(links);
  return links.filter(({ at }) => at > cut);
}

function oldest(links: readonly Link[]): number {
  return links[links.length - 1].at;
}

function countsOf(links: readonly Link[], window: Window): Counts {
  const counts = noCounts(window);
  for (const { type, at } of links) {
    const bucket = Math.floor((at - window.from) / window.bucketMs);
    counts[typeOf(type)][bucket] += 1;
  }
  return counts;
}

function noCounts({ from, to, bucketMs }: Window): Counts {
  const size = (to - from) / bucketMs;
  return {
    change: new Array<number>(size).fill(0),
    alert: new Array<number>(size).fill(0),
    health: new Array<number>(size).fill(0),
  };
}

function add(counts: Counts, { type, bucket, n }: Omit<Count, 'lane'>): void {
  const buckets = counts[typeOf(type)];
  if (bucket < buckets.length) buckets[bucket] += n;
}
