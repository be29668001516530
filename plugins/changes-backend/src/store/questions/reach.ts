import type { Direction } from '../../graph/walk';
import type { Edge, Relation } from '../../graph/edges';
import type { Queryable } from '../Sql';

interface EdgeRow {
  src: number;
  dst: number;
  relation: Relation;
}

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
  const rows = await queryable.all<EdgeRow>(reachStatement(direction), [
    entityId,
    degree - 1,
    at,
    at,
    at,
    at,
  ]);
  const list = queryable.list('integer', [
    ...new Set(rows.flatMap(({ src, dst }) => [src, dst])),
  ]);
  const entities = await queryable.all<{ id: number; ref: string }>(
    `select id, ref from entity where id ${list.isAnyOf}`,
    [list.param],
  );
  const refs = new Map(entities.map(({ id, ref }) => [id, ref]));
  return rows.flatMap(({ relation, ...ends }) => {
    const [src, dst] = [refs.get(ends.src), refs.get(ends.dst)];
    return src && dst ? [{ src, dst, relation }] : [];
  });
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
