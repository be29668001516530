import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { STATUS_CODES, TYPE_CODES } from '../codes';
import type { Queryable } from '../Sql';
import type { Words } from '../Words';
import type { EventFilter } from '@ripplehq/backstage-plugin-changes-common';

/** One event of one subject. */
export interface Link {
  subjectId: number;
  /** As in TYPE_CODES. */
  type: number;
  at: number;
  eventId: number;
}

/** Where a list goes on: everything older than this. */
export interface Position {
  at: number;
  eventId: number;
}

/** A filter as ids; `texts` are words that the title or actor must contain. */
export interface LinkFilter {
  types: number[];
  conditions: { sql: string; values: number[] }[];
  texts: string[];
  /** A word that nobody ever stored was asked for. */
  matchesNothing: boolean;
}

/** A statement is a matter of microseconds; so many of them are one turn of the event loop. */
const STREAMS_PER_TURN = 100;
const ALL_TYPES = Object.values(TYPE_CODES);
/** A row is a Link: nothing of the many is copied. */
const LINK =
  'l.subject_id as "subjectId", l.type, l.at, l.event_id as "eventId"';

/** Narrows nothing. */
export const EVERYTHING: LinkFilter = {
  types: ALL_TYPES,
  conditions: [],
  texts: [],
  matchesNothing: false,
};

/** Turns words into the ids that links carry. `q` is left to the caller, who knows what else may contain its words. */
export async function linkFilter(
  queryable: Queryable,
  words: Words,
  filter: EventFilter,
  texts: string[],
): Promise<LinkFilter> {
  const asked = {
    kind: filter.kind,
    source: filter.source,
    cluster: filter.cluster,
    environment: filter.environment,
    actor: filter.actor,
  };
  const known = await words.find(
    queryable,
    Object.values(asked).flatMap(values => values ?? []),
  );
  const conditions = Object.entries(asked).flatMap(([column, values]) =>
    values
      ? [
          {
            sql: `l.${column}`,
            values: values.flatMap(v => known.get(v) ?? []),
          },
        ]
      : [],
  );
  if (filter.status) {
    conditions.push({
      sql: 'l.status',
      values: filter.status.map(status => STATUS_CODES[status]),
    });
  }
  return {
    types: filter.type?.map(type => TYPE_CODES[type]) ?? ALL_TYPES,
    conditions,
    texts: texts.map(text => text.toLowerCase()),
    matchesNothing: conditions.some(({ values }) => values.length === 0),
  };
}

/**
 * The newest events of each subject within a window, at most `limit` a subject and type: one list a subject and type that has any,
 * newest first. Each is read from the key's end; nothing is joined or sorted before the limit. Give it a connection that is held
 * (see Sql.read): on SQLite it is many small statements.
 */
export async function newestLinks(
  queryable: Queryable,
  options: {
    subjectIds: readonly number[];
    from: number;
    to: number;
    before?: Position;
    filter: LinkFilter;
    limit: number;
  },
): Promise<Link[][]> {
  const { subjectIds, filter } = options;
  if (subjectIds.length === 0 || filter.matchesNothing) return [];
  return queryable.engine === 'sqlite'
    ? perSubject(queryable, options)
    : lateral(queryable, options);
}

type Options = Parameters<typeof newestLinks>[1];

// SQLite merges nothing lazily across subjects: one prepared statement each is the cheapest there is.
async function perSubject(
  queryable: Queryable,
  options: Options,
): Promise<Link[][]> {
  const statement = `select ${LINK} ${newestOf(queryable, options)}`;
  const params = newestParams(queryable, options);
  const streams: Link[][] = [];
  let asked = 0;
  for (const subjectId of options.subjectIds) {
    for (const type of options.filter.types) {
      if (++asked % STREAMS_PER_TURN === 0) await yieldToEventLoop();
      const links = await queryable.all<Link>(statement, [
        subjectId,
        type,
        ...params,
      ]);
      if (links.length > 0) streams.push(links);
    }
  }
  return streams;
}

async function lateral(
  queryable: Queryable,
  options: Options,
): Promise<Link[][]> {
  const subjects = queryable.list('integer', options.subjectIds);
  const types = queryable.list('integer', options.filter.types);
  const links = await queryable.all<Link>(
    `select n.*
     from (select value as subject_id from ${subjects.rows}) s
     cross join (select value as type from ${types.rows}) t
     cross join lateral (
       select ${LINK} ${newestOf(queryable, options, 's.subject_id', 't.type')}
     ) n`,
    [subjects.param, types.param, ...newestParams(queryable, options)],
  );
  return streamsOf(links);
}

function streamsOf(links: readonly Link[]): Link[][] {
  const streams = new Map<number, Link[]>();
  for (const link of links) {
    const key = link.subjectId * ALL_TYPES.length + link.type;
    const stream = streams.get(key);
    if (stream) stream.push(link);
    else streams.set(key, [link]);
  }
  // A join promises no order, whatever the one within it.
  return [...streams.values()].map(stream => stream.sort(newestFirst));
}

/** For EXPLAIN in tests. */
export function newestOf(
  queryable: Queryable,
  options: Pick<Options, 'filter' | 'before'>,
  subject = '?',
  type = '?',
): string {
  const { filter, before } = options;
  const conditions = filter.conditions.map(
    ({ sql, values }) =>
      `and ${sql} ${queryable.list('integer', values).isAnyOf}`,
  );
  const texts = filter.texts.map(
    () =>
      `and (lower(e.title) like ? escape '\\' or lower(a.text) like ? escape '\\')`,
  );
  const join =
    texts.length > 0
      ? 'join event e on e.id = l.event_id left join word a on a.id = l.actor'
      : '';
  return `from link l ${join}
    where l.subject_id = ${subject} and l.type = ${type} and l.at >= ? and l.at < ?
    ${before ? 'and (l.at, l.event_id) < (?, ?)' : ''}
    ${conditions.join(' ')} ${texts.join(' ')}
    order by l.at desc, l.event_id desc
    limit ?`;
}

function newestParams(queryable: Queryable, options: Options): unknown[] {
  const { from, to, before, filter, limit } = options;
  return [
    from,
    to,
    ...(before ? [before.at, before.eventId] : []),
    ...filter.conditions.map(
      ({ values }) => queryable.list('integer', values).param,
    ),
    ...filter.texts.flatMap(text => {
      const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
      return [pattern, pattern];
    }),
    limit,
  ];
}

/** The order of every list. */
export function newestFirst(a: Position, b: Position): number {
  return b.at - a.at || b.eventId - a.eventId;
}
