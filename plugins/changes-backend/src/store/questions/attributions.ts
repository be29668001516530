import type { Queryable } from '../Sql';

/** Events that audit logs may name the authors of: of these subjects, and not over before a moment. */
export function writtenStatement(isAnyOf: string, limit: number): string {
  return `select w.public_id, w.source, w.instance, w.subject, w.verb, w.manager, w.subresource, w.from_at, w.to_at,
    w.sequence, w.actor, w.attribution, w.changes
  from written w
  join event e on e.public_id = w.public_id
  where w.subject ${isAnyOf} and w.to_at >= ? and w.source = ?
  order by w.to_at desc limit ${limit}`;
}

/** What audit logs said of writes to these subjects that were not over before a moment. */
export function attributionsStatement(isAnyOf: string, limit: number): string {
  return `select id, subject, verb, manager, subresource, from_at, to_at, actor
  from attribution
  where subject ${isAnyOf} and to_at >= ? and source = ?
  order by to_at desc limit ${limit}`;
}

/** When the audit log of each instance was last heard of, in milliseconds; it is forgotten with what it said. */
export function lastAudits(queryable: Queryable) {
  return queryable.all<{ source: string; instance: string; kept_at: number }>(
    'select source, instance, max(kept_at) as kept_at from attribution group by source, instance',
  );
}
