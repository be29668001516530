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
