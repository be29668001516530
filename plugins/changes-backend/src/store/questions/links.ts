import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { STATUS_CODES, TYPE_CODES } from '../codes';
import type { Queryable } from '../Sql';
import type { Words } from '../Words';
import type { EventFilter } from '@ripplehq/backstage-plugin-changes-common';

/** One event of one subject. */
export interface Link {
  subjectId: number;
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

interface LinkRow {
  subject_id: number;
  at: number;
  event_id: number;
}

/** A statement is a matter of microseconds; so many of them are one turn of the event loop. */
const STREAMS_PER_TURN = 100;
const ALL_TYPES = Object.values(TYPE_CODES);

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
 * The newest events of each subject within a window, newest first, at most `limit` a subject and type. Each subject's and type's own
 * newest are read from the key's end; nothing is joined or sorted before the limit.
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
): Promise<Link[]> {
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
): Promise<Link[]> {
  const statement = `select l.subject_id, l.at, l.event_id ${newestOf(
    queryable,
    options,
  )}`;
  const params = newestParams(queryable, options);
  const links: Link[] = [];
  let streams = 0;
  for (const subjectId of options.subjectIds) {
    for (const type of options.filter.types) {
      if (++streams % STREAMS_PER_TURN === 0) await yieldToEventLoop();
      const rows = await queryable.all<LinkRow>(statement, [
        subjectId,
        type,
        ...params,
      ]);
      for (const row of rows) links.push(linkOf(row));
    }
  }
  return links.sort(newestFirst);
}

async function lateral(
  queryable: Queryable,
  options: Options,
): Promise<Link[]> {
  const subjects = queryable.list('integer', options.subjectIds);
  const types = queryable.list('integer', options.filter.types);
  const rows = await queryable.all<LinkRow>(
    `select n.subject_id, n.at, n.event_id
     from (select value as subject_id from ${subjects.rows}) s
     cross join (select value as type from ${types.rows}) t
     cross join lateral (
       select l.subject_id, l.at, l.event_id ${newestOf(
         queryable,
         options,
         's.subject_id',
         't.type',
       )}
     ) n`,
    [subjects.param, types.param, ...newestParams(queryable, options)],
  );
  return rows.map(linkOf).sort(newestFirst);
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

function linkOf(row: LinkRow): Link {
  return { subjectId: row.subject_id, at: row.at, eventId: row.event_id };
}

/** The order of every list. */
export function newestFirst(a: Position, b: Position): number {
  return b.at - a.at || b.eventId - a.eventId;
}
