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

/** A lane's subjects, and up to when it is counted (milliseconds, exclusive). */
export interface CountedLane {
  subjectIds: readonly number[];
  to: number;
}

/** Subjects of lanes as rows `m(lane, subject_id, until)`. */
export interface Members {
  sql: string;
  params: unknown[];
}

export function membersOf(
  queryable: Queryable,
  lanes: readonly CountedLane[],
): Members {
  const rows = lanes.flatMap(({ subjectIds, to }, lane) =>
    subjectIds.map(subjectId => [lane, subjectId, to]),
  );
  const column = (index: number) => rows.map(row => row[index]);
  return queryable.engine === 'sqlite'
    ? {
        sql: `(select value ->> 0 as lane, value ->> 1 as subject_id, value ->> 2 as until from json_each(?)) m`,
        params: [JSON.stringify(rows)],
      }
    : {
        sql: 'unnest(?::integer[], ?::integer[], ?::bigint[]) as m(lane, subject_id, until)',
        params: [column(0), column(1), column(2)],
      };
}

/** Counts by scanning links: exact, with any filter but texts. Buckets are numbered from `from`. */
export async function countLinks(
  queryable: Queryable,
  options: {
    lanes: readonly CountedLane[];
    from: number;
    bucketMs: number;
    filter: LinkFilter;
  },
): Promise<Count[]> {
  const { lanes, from, bucketMs, filter } = options;
  if (lanes.length === 0 || filter.matchesNothing) return [];
  const members = membersOf(queryable, lanes);
  const types = queryable.list('integer', filter.types);
  const lists = filter.conditions.map(({ sql, values }) => ({
    sql,
    list: queryable.list('integer', values),
  }));
  return queryable.all<Count>(
    countLinksStatement(members, {
      types: types.isAnyOf,
      conditions: lists
        .map(({ sql, list }) => `and ${sql} ${list.isAnyOf}`)
        .join(' '),
      // An event of several subjects of a lane is one; to know that costs a sort.
      counted: lanes.some(({ subjectIds }) => subjectIds.length > 1)
        ? 'distinct l.event_id'
        : '*',
    }),
    [
      from,
      bucketMs,
      ...members.params,
      types.param,
      from,
      ...lists.map(({ list }) => list.param),
    ],
  );
}

/** For EXPLAIN in tests. */
export function countLinksStatement(
  members: Members,
  parts: { types: string; conditions: string; counted: string },
): string {
  return `
    select m.lane, l.type, cast((l.at - ?) / ? as integer) as bucket, count(${parts.counted}) as n
    from ${members.sql}
    join link l on l.subject_id = m.subject_id
    where l.type ${parts.types} and l.at >= ? and l.at < m.until ${parts.conditions}
    group by 1, 2, 3`;
}

/** Counts from the hourly sums, for unfiltered windows of whole hours. An event of several subjects of a lane counts for each. */
export async function countHours(
  queryable: Queryable,
  options: {
    lanes: readonly CountedLane[];
    from: number;
    bucketMs: number;
  },
): Promise<Count[]> {
  const { lanes, from, bucketMs } = options;
  if (lanes.length === 0) return [];
  const members = membersOf(queryable, lanes);
  return queryable.all<Count>(countHoursStatement(members), [
    from / HOUR_MS,
    bucketMs / HOUR_MS,
    ...members.params,
    from / HOUR_MS,
    HOUR_MS,
  ]);
}

/** For EXPLAIN in tests. */
export function countHoursStatement(members: Members): string {
  return `
    select m.lane, r.type, cast((r.hour - ?) / ? as integer) as bucket, sum(r.n) as n
    from ${members.sql}
    join rollup r on r.subject_id = m.subject_id
    where r.hour >= ? and r.hour < m.until / ?
    group by 1, 2, 3`;
}
