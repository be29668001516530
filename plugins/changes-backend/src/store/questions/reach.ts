import type { Direction } from '../../graph/walk';
import type { Edge } from '../../graph/edges';
import type { Queryable } from '../Sql';

const VALID = 'e.valid_from <= ? and (e.valid_to is null or e.valid_to > ?)';

// A System is not hurt by its parts in name: hasPart is followed from the System only.
const STEP = {
  upstream: 'e.src = r.id',
  downstream: "e.dst = r.id and e.relation <> 'hasPart'",
};
const TARGET = { upstream: 'e.dst', downstream: 'e.src' };

/**
 * The edges within so many hops of an entity, as they were at a time. Cycles end at the last hop.
 * @param at - milliseconds
 */
export async function edgesWithin(
  queryable: Queryable,
  options: {
    entityId: number;
    degree: number;
    direction: Direction;
    at: number;
  },
): Promise<Edge[]> {
  const { entityId, degree, direction, at } = options;
  if (degree === 0) return [];
  return queryable.all<Edge>(
    `select a.ref as src, b.ref as dst, x.relation
     from (${reachStatement(direction)}) x
     join entity a on a.id = x.src
     join entity b on b.id = x.dst`,
    [entityId, degree - 1, at, at, at, at],
  );
}

/**
 * For EXPLAIN in tests. `cross join` keeps SQLite from reading all edges and looking each one up among the reached.
 */
export function reachStatement(direction: Direction): string {
  return `
    with recursive reach(id, depth) as (
      select cast(? as integer), 0
      union
      select ${TARGET[direction]}, r.depth + 1
      from reach r cross join edge e
      where ${STEP[direction]} and r.depth < ? and ${VALID}
    )
    select distinct e.src, e.dst, e.relation
    from (select distinct id from reach) r cross join edge e
    where ${STEP[direction]} and ${VALID}`;
}

/**
 * For EXPLAIN in tests. A System's parts are no need of it: they are what it is.
 */
export function directlyNeededStatement(isAnyOf: string): string {
  return `
    select distinct src, dst
    from edge
    where src ${isAnyOf} and valid_to is null and relation <> 'hasPart'
    order by src, dst`;
}

/** What entities directly need now, by their ids. */
export async function directlyNeeded(
  queryable: Queryable,
  entityIds: readonly number[],
): Promise<Map<number, number[]>> {
  const list = queryable.list('integer', entityIds);
  const rows = await queryable.all<{ src: number; dst: number }>(
    directlyNeededStatement(list.isAnyOf),
    [list.param],
  );
  const needed = new Map<number, number[]>();
  for (const { src, dst } of rows) {
    needed.set(src, [...(needed.get(src) ?? []), dst]);
  }
  return needed;
}
