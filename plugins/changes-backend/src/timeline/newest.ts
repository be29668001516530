import type { EventFilter } from '@ripplehq/backstage-plugin-changes-common';
import type { LaneEntity } from '../graph/lanes';
import type { Store } from '../store/Store';
import {
  type Link,
  type Position,
  linkFilter,
  newestFirst,
  newestLinks,
} from '../store/questions/links';
import { wordsLeft } from './filter';

/** The newest of a lane, newest first, and whether that is all. @internal */
export interface LaneLinks {
  links: Position[];
  complete: boolean;
}

/**
 * The newest events of each lane within a window: the streams of its subjects merged.
 * @internal
 */
export async function newestOfLanes(
  store: Store,
  options: {
    lanes: readonly LaneEntity[];
    from: number;
    to: number;
    before?: Position;
    filter: EventFilter;
    limit: number;
  },
): Promise<LaneLinks[]> {
  const { lanes, from, to, before, filter, limit } = options;
  const bySubject = new Map<string, Map<number, Link[]>>();
  const wordsOfLane = lanes.map(({ place }) =>
    wordsLeft(filter.q, place.title),
  );
  // Lanes that ask the same of the store are asked together.
  for (const words of new Set(wordsOfLane.map(list => list.join(' ')))) {
    const together = lanes.filter((_, i) => wordsOfLane[i].join(' ') === words);
    bySubject.set(
      words,
      grouped(
        await newestLinks(store.sql, {
          subjectIds: [
            ...new Set(
              together.flatMap(({ bindings }) =>
                bindings.map(({ subjectId }) => subjectId),
              ),
            ),
          ],
          from,
          to,
          before,
          filter: await linkFilter(
            store.sql,
            store.words,
            filter,
            words === '' ? [] : words.split(' '),
          ),
          limit: limit + 1,
        }),
      ),
    );
  }
  return lanes.map(({ bindings }, index) => {
    const streams = bySubject.get(wordsOfLane[index].join(' '));
    const links = bindings
      .flatMap(({ subjectId }) => streams?.get(subjectId) ?? [])
      .sort(newestFirst);
    const merged = links.filter(
      ({ eventId }, i) => i === 0 || links[i - 1].eventId !== eventId,
    );
    return {
      links: merged.slice(0, limit),
      complete: merged.length <= limit,
    };
  });
}

function grouped(links: Link[]): Map<number, Link[]> {
  const groups = new Map<number, Link[]>();
  for (const link of links) {
    const group = groups.get(link.subjectId);
    if (group) group.push(link);
    else groups.set(link.subjectId, [link]);
  }
  return groups;
}
