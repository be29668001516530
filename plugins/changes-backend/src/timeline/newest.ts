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
  links: Link[];
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
  const bySubject = new Map<string, Map<number, Link[][]>>();
  const wordsOfLane = lanes.map(({ place }) =>
    wordsLeft(filter.q, place.title).join(' '),
  );
  // Lanes that ask the same of the store are asked together.
  for (const words of new Set(wordsOfLane)) {
    const together = lanes.filter((_, i) => wordsOfLane[i] === words);
    const narrowed = await linkFilter(
      store.sql,
      store.words,
      filter,
      words === '' ? [] : words.split(' '),
    );
    const streams = await store.sql.read(connection =>
      newestLinks(connection, {
        subjectIds: subjectsOf(together),
        from,
        to,
        before,
        filter: narrowed,
        limit: limit + 1,
      }),
    );
    bySubject.set(words, grouped(streams));
  }
  return lanes.map(({ bindings }, index) => {
    const streams = bySubject.get(wordsOfLane[index]);
    const merged = merge(
      bindings.flatMap(({ subjectId }) => streams?.get(subjectId) ?? []),
    );
    return {
      links: merged.slice(0, limit),
      complete: merged.length <= limit,
    };
  });
}

/** The subjects of some lanes, each once. @internal */
export function subjectsOf(lanes: readonly LaneEntity[]): number[] {
  return [
    ...new Set(
      lanes.flatMap(({ bindings }) =>
        bindings.map(({ subjectId }) => subjectId),
      ),
    ),
  ];
}

// An event of several subjects of a lane is one.
function merge(streams: readonly Link[][]): Link[] {
  if (streams.length === 1) return streams[0];
  const links = streams.flat().sort(newestFirst);
  return links.filter(
    ({ eventId }, i) => i === 0 || links[i - 1].eventId !== eventId,
  );
}

function grouped(streams: readonly Link[][]): Map<number, Link[][]> {
  const groups = new Map<number, Link[][]>();
  for (const stream of streams) {
    const [{ subjectId }] = stream;
    const group = groups.get(subjectId);
    if (group) group.push(stream);
    else groups.set(subjectId, [stream]);
  }
  return groups;
}
