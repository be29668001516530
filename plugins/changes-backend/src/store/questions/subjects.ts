import type { SubjectRecord } from '../rows';
import type { Queryable } from '../Sql';

/** Subject rows by their ids in the store. */
export async function subjectsByIds(
  queryable: Queryable,
  ids: readonly number[],
): Promise<SubjectRecord[]> {
  if (ids.length === 0) return [];
  const list = queryable.list('integer', ids);
  return queryable.all<SubjectRecord>(
    `select * from subject where id ${list.isAnyOf}`,
    [list.param],
  );
}

/** A page of the rows that a source has described, in the order of their ids. */
export async function subjectsAfter(
  queryable: Queryable,
  options: { source?: string; kind?: string; afterId: number; limit: number },
): Promise<SubjectRecord[]> {
  const { source, kind, afterId, limit } = options;
  return queryable.all<SubjectRecord>(
    `select * from subject
     where id > ? and observed_at > 0
       ${source ? 'and source = ?' : ''} ${kind ? 'and kind = ?' : ''}
     order by id
     limit ?`,
    [afterId, ...(source ? [source] : []), ...(kind ? [kind] : []), limit],
  );
}

/** For EXPLAIN in tests. */
export function labelledSubjectsStatement(isAnyOf: string): string {
  return `
    select l.key, s.id
    from subject_label l
    join subject s on s.id = l.subject_id
    where l.key ${isAnyOf} and l.value = ? and s.gone_at is null and s.summary is not null and s.kind <> 'Service'
    order by l.key, s.id
    limit ?`;
}

/** Workloads that are there and have one of some labels with a value. */
export async function labelledSubjects(
  queryable: Queryable,
  options: { keys: readonly string[]; value: string; limit: number },
): Promise<{ key: string; subjectId: number }[]> {
  const keys = queryable.list('text', options.keys);
  const rows = await queryable.all<{ key: string; id: number }>(
    labelledSubjectsStatement(keys.isAnyOf),
    [keys.param, options.value, options.limit],
  );
  return rows.map(({ key, id }) => ({ key, subjectId: id }));
}
