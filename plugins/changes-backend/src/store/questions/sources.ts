import type { Queryable } from '../Sql';

/** When each instance of each source last had an event, in milliseconds. */
export function lastEvents(queryable: Queryable) {
  return queryable.all<{
    source: string;
    instance: string;
    last_event_at: number;
  }>('select source, instance, last_event_at from source_instance');
}

/** Bytes of state that each instance keeps; a scope's name begins with its instance. */
export async function instanceBytes(queryable: Queryable) {
  const rows = await queryable.all<{
    source: string;
    scope: string;
    bytes: number;
  }>(
    'select source, scope, sum(length(body)) as bytes from source_state group by source, scope',
  );
  const sums = new Map<
    string,
    { source: string; instance: string; bytes: number }
  >();
  for (const { source, scope, bytes } of rows) {
    const instance = scope.split('/')[0];
    const key = `${source} ${instance}`;
    const sum = sums.get(key) ?? { source, instance, bytes: 0 };
    sums.set(key, { ...sum, bytes: sum.bytes + bytes });
  }
  return [...sums.values()];
}
