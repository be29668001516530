import type { LanePlace } from '@ripplehq/backstage-plugin-changes-common';
import type { Reader } from '../access/Reader';
import type { Sql } from '../store/Sql';
import { type Binding, subjectsOfEntities } from '../store/questions/bindings';
import { type StoredEntity, entitiesByRefs } from '../store/questions/entities';
import { edgesWithin } from '../store/questions/reach';
import { type Direction, walk } from './walk';

/**
 * An entity within reach that the reader may see, with what it claims.
 * @internal
 */
export interface LaneEntity {
  place: LanePlace;
  entity: StoredEntity;
  bindings: Binding[];
}

/** @internal */
export interface Neighbourhood {
  /** The page's entity first, then by distance. */
  lanes: LaneEntity[];
  /** Visible ones that are not among the lanes, because there are too many. */
  leftOut: number;
  withheld: number;
}

/** An entity by itself, at the beginning of every path. @internal */
export function ownLane(
  entity: StoredEntity,
  bindings: readonly Binding[],
): LaneEntity {
  return {
    place: {
      entityRef: entity.ref,
      title: entity.title,
      type: entity.type,
      owner: entity.owner,
      degree: 0,
      path: [entity.ref],
    },
    entity,
    bindings: bindings.filter(({ entityId }) => entityId === entity.id),
  };
}

/**
 * An entity and what it leans on (or who leans on it), as the reader may see it.
 * @param options - `at`: as the dependencies were then, in milliseconds.
 * @internal
 */
export async function neighbourhood(options: {
  sql: Sql;
  reader: Reader;
  entity: StoredEntity;
  degree: number;
  direction: Direction;
  at: number;
}): Promise<Neighbourhood> {
  const { sql, reader, entity, degree, direction, at } = options;
  const edges = await edgesWithin(sql, {
    entityId: entity.id,
    degree,
    direction,
    at,
  });
  const refs = new Set(edges.flatMap(({ src, dst }) => [src, dst]));
  const visible = await reader.visible([...refs]);
  const { places, leftOut, withheld } = walk({
    root: entity.ref,
    edges,
    direction,
    degree,
    isVisible: ref => visible.has(ref),
  });
  const entities = await entitiesByRefs(
    sql,
    places.map(({ ref }) => ref),
  );
  const byRef = new Map(entities.map(found => [found.ref, found]));
  const bindings = await subjectsOfEntities(
    sql,
    entities.map(({ id }) => id),
  );
  const lanes = places.flatMap(({ ref, degree: hops, path }) => {
    const found = byRef.get(ref);
    return found
      ? [
          {
            place: {
              entityRef: ref,
              title: found.title,
              type: found.type,
              owner: found.owner,
              degree: hops,
              path,
            },
            entity: found,
            bindings: bindings.filter(({ entityId }) => entityId === found.id),
          },
        ]
      : [];
  });
  return { lanes, leftOut, withheld };
}
