import {
  EVENT_COLUMNS,
  type EventRow,
  type StoredEvent,
  storedEvent,
  wordsOf,
} from '../rows';
import type { Queryable } from '../Sql';
import type { Words } from '../Words';

/** Events by their ids in the store, in no order. */
export async function eventsByRowIds(
  queryable: Queryable,
  words: Words,
  ids: readonly number[],
): Promise<Map<number, StoredEvent>> {
  const rows = await eventRows(queryable, words, ids);
  return new Map(rows.map(row => [row.id, storedEvent(row, words.text)]));
}

/** The rows of events by their ids, in no order, with their words loaded. */
export async function eventRows(
  queryable: Queryable,
  words: Words,
  ids: readonly number[],
): Promise<EventRow[]> {
  if (ids.length === 0) return [];
  const list = queryable.list('bigint', ids);
  const rows = await queryable.all<EventRow>(
    `select ${EVENT_COLUMNS} from event e where e.id ${list.isAnyOf}`,
    [list.param],
  );
  await words.load(queryable, wordsOf(rows));
  return rows;
}

/** An event by the id that the API gives. */
export async function eventById(
  queryable: Queryable,
  words: Words,
  id: string,
): Promise<StoredEvent | undefined> {
  const rows = await queryable.all<EventRow>(
    `select ${EVENT_COLUMNS} from event e where e.public_id = ?`,
    [id],
  );
  return (await read(queryable, words, rows))[0];
}

/** The events that lie in others, oldest first. */
export async function eventsWithin(
  queryable: Queryable,
  words: Words,
  options: { wholes: readonly string[]; limit: number },
): Promise<StoredEvent[]> {
  if (options.wholes.length === 0) return [];
  const list = queryable.list('text', options.wholes);
  const rows = await queryable.all<EventRow>(
    `select ${EVENT_COLUMNS} from event e
     where e.part_of ${list.isAnyOf}
     order by e.started_at, e.id
     limit ?`,
    [list.param, options.limit],
  );
  return read(queryable, words, rows);
}

/** A stretch of all events, newest first, older than a position. */
export async function newestEvents(
  queryable: Queryable,
  words: Words,
  options: {
    from: number;
    to: number;
    before: { at: number; eventId: number };
    limit: number;
  },
): Promise<StoredEvent[]> {
  const rows = await queryable.all<EventRow>(newestEventsStatement(), [
    options.from,
    options.to,
    options.before.at,
    options.before.eventId,
    options.limit,
  ]);
  return read(queryable, words, rows);
}

/** For EXPLAIN in tests. */
export function newestEventsStatement(): string {
  return `
    select ${EVENT_COLUMNS} from event e
    where e.started_at >= ? and e.started_at < ? and (e.started_at, e.id) < (?, ?)
    order by e.started_at desc, e.id desc
    limit ?`;
}

async function read(
  queryable: Queryable,
  words: Words,
  rows: EventRow[],
): Promise<StoredEvent[]> {
  await words.load(queryable, wordsOf(rows));
  return rows.map(row => storedEvent(row, words.text));
}
