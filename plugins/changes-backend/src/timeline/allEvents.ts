import type {
  ChangeEvent,
  EventFilter,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Reader } from '../access/Reader';
import { claimantsOf } from '../graph/claimants';
import type { Store } from '../store/Store';
import { newestEvents } from '../store/questions/events';
import type { Position } from '../store/questions/links';
import { passes } from './filter';
import { Presenter } from './present';

const CHUNK_SIZE = 250;
/** A page ends after so many rows although it is not full: who asks goes on with the cursor. */
const ROWS_MAX = 5000;

/**
 * A page of the events of all entities that the reader may see, newest first.
 * @internal
 */
export async function allEvents(options: {
  store: Store;
  reader: Reader;
  from: number;
  to: number;
  filter: EventFilter;
  limit: number;
  before?: Position;
}): Promise<{ events: ChangeEvent[]; next?: Position }> {
  const { store, reader, from, to, filter, limit } = options;
  const events: ChangeEvent[] = [];
  let before = options.before ?? { at: to, eventId: 0 };
  for (let read = 0; read < ROWS_MAX; ) {
    const chunk = await newestEvents(store.sql, store.words, {
      from,
      to,
      before,
      limit: CHUNK_SIZE,
    });
    const { lanes } = await claimantsOf(store, reader, chunk);
    const presenter = Presenter.create(lanes);
    for (const event of chunk) {
      before = { at: event.startedAtMs, eventId: event.rowId };
      const names = presenter
        .lanesOf(event.subjectIds)
        .map(lane => lanes[lane].place.title);
      if (names.length === 0 || !passes(event, filter, names)) continue;
      events.push(presenter.event(event));
      if (events.length === limit) return { events, next: before };
    }
    if (chunk.length < CHUNK_SIZE) return { events };
    read += chunk.length;
  }
  return { events, next: before };
}
