import type { LaneEntity } from '../graph/lanes';
import type { Store } from '../store/Store';
import { TYPE_CODES } from '../store/codes';
import { EVERYTHING, newestFirst, newestLinks } from '../store/questions/links';
import { spansOverlapping } from '../store/questions/spans';
import { type LaneLinks, subjectsOf } from './newest';
import type { Window } from './window';

/** Most intervals of one answer that are not among the newest events, of each sort. */
const INTERVALS_MAX = 2000;
const { change, alert, health } = TYPE_CODES;

/** Ids of what began before the window and lasted into it. @internal */
export async function lastingBefore(
  { sql }: Store,
  lanes: readonly LaneEntity[],
  window: Window,
): Promise<number[]> {
  const spans = await spansOverlapping(sql, {
    subjectIds: subjectsOf(lanes),
    types: [change, alert, health],
    endedAfter: window.from,
    startedBefore: window.from,
    limit: INTERVALS_MAX,
  });
  return spans.map(({ eventId }) => eventId);
}

/** Ids of alerts and health issues within the window that are older than the newest events of their lane. @internal */
export async function lastingUnread(
  { sql }: Store,
  options: {
    lanes: readonly LaneEntity[];
    newest: readonly LaneLinks[];
    window: Window;
  },
): Promise<number[]> {
  const { lanes, newest, window } = options;
  const cut = lanes.filter((_, index) => !newest[index].complete);
  if (cut.length === 0) return [];
  const streams = await sql.read(connection =>
    newestLinks(connection, {
      subjectIds: subjectsOf(cut),
      from: window.from,
      to: Math.max(
        ...newest.flatMap(({ complete, links }) =>
          complete ? [] : links[links.length - 1].at + 1,
        ),
      ),
      filter: { ...EVERYTHING, types: [alert, health] },
      limit: INTERVALS_MAX,
    }),
  );
  return streams
    .flat()
    .sort(newestFirst)
    .slice(0, INTERVALS_MAX)
    .map(({ eventId }) => eventId);
}
