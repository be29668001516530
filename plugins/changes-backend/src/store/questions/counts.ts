import type { Queryable } from '../Sql';
import type { LinkFilter } from './links';

/** How many events of a type begin in a bucket of a lane. */
export interface Count {
  lane: number;
  type: number;
  bucket: number;
  n: number;
}

const HOUR_MS = 3_600_000;

/** Subjects of lanes as rows `m(lane, subject_id)`. */
export interface Members {
  sql: string;
  params: unknown[];
}

export function membersOf(
  queryable: Queryable,
  lanes: readonly (readonly number[])[],
): Members {
  const pairs = lanes.flatMap((subjects, lane) =>
    subjects.map(subjectId => [lane, subjectId]),
  );
  return queryable.engine === 'sqlite'
    ? {
        sql: `(select json_extract(value, '$[0]') as lane, json_extract(value, '$[1]') as subject_id from json_each(?)) m`,
        params: [JSON.stringify(pairs)],
      }
    : {
        sql: 'unnest(?::integer[], ?::integer[]) as m(lane, subject_id)',
        params: [pairs.map(([lane]) => lane), pairs.map(([, id]) => id)],
      };
}

/** Counts by scanning links: exact, with any filter but texts. */
export async function countLinks(
  queryable: Queryable,
  options: {
    lanes: readonly (readonly number[])[];
    from: number;
    to: number;
    bucketMs: number;
    filter: LinkFilter;
  },
): Promise<Count[]> {
  const { lanes, from, to, bucketMs, filter } = options;
  if (filter.matchesNothing) return [];
  const members = membersOf(queryable, lanes);
  const types = queryable.list('integer', filter.types);
  const lists = filter.conditions.map(({ sql, values }) => ({
    sql,
    list: queryable.list('integer', values),
  }));
  return queryable.all<Count>(
    countLinksStatement(
      members,
      types.isAnyOf,
      lists.map(({ sql, list }) => `and ${sql} ${list.isAnyOf}`).join(' '),
    ),
    [
      from,
      bucketMs,
      ...members.params,
      types.param,
      from,
      to,
      ...lists.map(({ list }) => list.param),
    ],
  );
}

/** For EXPLAIN in tests. */
export function countLinksStatement(
  members: Members,
  types: string,
  conditions: string,
): string {
  return `
    select m.lane, l.type, cast((l.at - ?) / ? as integer) as bucket, count(distinct l.event_id) as n
    from ${members.sql}
    join link l on l.subject_id = m.subject_id
    where l.type ${types} and l.at >= ? and l.at < ? ${conditions}
    group by 1, 2, 3`;
}

/** Counts from the hourly sums, for unfiltered windows of whole hours. An event of several subjects of a lane counts for each. */
export async function countHours(
  queryable: Queryable,
  options: {
    lanes: readonly (readonly number[])[];
    from: number;
    to: number;
    bucketMs: number;
  },
): Promise<Count[]> {
  const { lanes, from, to, bucketMs } = options;
  const members = membersOf(queryable, lanes);
  return queryable.all<Count>(countHoursStatement(members), [
    from / HOUR_MS,
    bucketMs / HOUR_MS,
    ...members.params,
    from / HOUR_MS,
    to / HOUR_MS,
  ]);
}

/** For EXPLAIN in tests. */
export function countHoursStatement(members: Members): string {
  return `
    select m.lane, r.type, cast((r.hour - ?) / ? as integer) as bucket, sum(r.n) as n
    from ${members.sql}
    join rollup r on r.subject_id = m.subject_id
    where r.hour >= ? and r.hour < ?
    group by 1, 2, 3`;
}
