import { OPEN_END } from '../rows';
import type { Queryable } from '../Sql';

/** An event that lasts. */
export interface Span {
  subjectId: number;
  eventId: number;
  startedAt: number;
  endedAt: number;
  type: number;
}

interface SpanRow {
  subject_id: number;
  event_id: number;
  started_at: number;
  ended_at: number;
  type: number;
}

/** For EXPLAIN in tests. */
export function spansStatement(isAnyOf: string, types: string): string {
  return `
    select s.subject_id, s.event_id, s.started_at, s.ended_at, s.type
    from span s
    where s.subject_id ${isAnyOf} and s.ended_at >= ? and s.started_at < ? and s.type ${types}
    order by s.started_at desc, s.event_id desc
    limit ?`;
}

/** What lasted into a window and began before it ended, newest first. */
export async function spansOverlapping(
  queryable: Queryable,
  options: {
    subjectIds: readonly number[];
    types: readonly number[];
    endedAfter: number;
    startedBefore: number;
    limit: number;
  },
): Promise<Span[]> {
  if (options.subjectIds.length === 0) return [];
  const subjects = queryable.list('integer', options.subjectIds);
  const types = queryable.list('integer', options.types);
  const rows = await queryable.all<SpanRow>(
    spansStatement(subjects.isAnyOf, types.isAnyOf),
    [
      subjects.param,
      options.endedAfter,
      options.startedBefore,
      types.param,
      options.limit,
    ],
  );
  return rows.map(row => ({
    subjectId: row.subject_id,
    eventId: row.event_id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    type: row.type,
  }));
}

/** What has not ended. */
export function openSpans(
  queryable: Queryable,
  options: {
    subjectIds: readonly number[];
    types: readonly number[];
    limit: number;
  },
): Promise<Span[]> {
  return spansOverlapping(queryable, {
    ...options,
    endedAfter: OPEN_END,
    startedBefore: OPEN_END,
  });
}
