import type { Direction } from '../../graph/walk';
import type { Edge, Relation } from '../../graph/edges';
import type { Queryable } from '../Sql';

interface EdgeRow {
  src: string;
  dst: string;
  relation: Relation;
}

const VALID = 'e.valid_from <= ? and (e.valid_to is null or e.valid_to > ?)';

// A System is not hurt by its parts in name: hasPart is followed from the System only.
const STEP = {
  upstream: 'join edge e on e.src = r.id',
  downstream: "join edge e on e.dst = r.id and e.relation <> 'hasPart'",
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
  return queryable.all<EdgeRow>(reachStatement(direction), [
    entityId,
    degree - 1,
    at,
    at,
    at,
    at,
  ]);
}

/** For EXPLAIN in tests. */
export function reachStatement(direction: Direction): string {
  return `
    with recursive reach(id, depth) as (
      select cast(? as integer), 0
      union
      select ${TARGET[direction]}, r.depth + 1
      from reach r ${STEP[direction]}
      where r.depth < ? and ${VALID}
    )
    select distinct s.ref as src, d.ref as dst, e.relation
    from (select distinct id from reach) r
    ${STEP[direction]}
    join entity s on s.id = e.src
    join entity d on d.id = e.dst
    where ${VALID}`;
}
