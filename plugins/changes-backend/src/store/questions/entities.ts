import type { Queryable } from '../Sql';

/** An entity as the catalog last said, with its id in the store. */
export interface StoredEntity {
  id: number;
  ref: string;
  title: string;
  kind: string;
  type?: string;
  owner?: string;
  system?: string;
  annotations: Record<string, string>;
}

interface EntityRow {
  id: number;
  ref: string;
  title: string | null;
  kind: string;
  name: string;
  type: string | null;
  owner: string | null;
  system: string | null;
  annotations: string | null;
}

const COLUMNS = 'id, ref, title, kind, name, type, owner, system, annotations';

/** Refs in lower case; what the catalog has dropped is not there. */
export async function entitiesByRefs(
  queryable: Queryable,
  refs: readonly string[],
): Promise<StoredEntity[]> {
  const list = queryable.list('text', refs);
  const rows = await queryable.all<EntityRow>(
    `select ${COLUMNS} from entity where ref ${list.isAnyOf} and gone_at is null`,
    [list.param],
  );
  return rows.map(storedEntity);
}

export async function entitiesByIds(
  queryable: Queryable,
  ids: readonly number[],
): Promise<StoredEntity[]> {
  const list = queryable.list('integer', ids);
  const rows = await queryable.all<EntityRow>(
    `select ${COLUMNS} from entity where id ${list.isAnyOf} and gone_at is null`,
    [list.param],
  );
  return rows.map(storedEntity);
}

/** All entities that the catalog has, in the order of their ids. */
export async function entitiesAfter(
  queryable: Queryable,
  options: { afterId: number; limit: number },
): Promise<StoredEntity[]> {
  const rows = await queryable.all<EntityRow>(
    `select ${COLUMNS} from entity where id > ? and gone_at is null order by id limit ?`,
    [options.afterId, options.limit],
  );
  return rows.map(storedEntity);
}

function storedEntity(row: EntityRow): StoredEntity {
  return {
    id: row.id,
    ref: row.ref,
    title: row.title ?? row.name,
    kind: row.kind,
    type: row.type ?? undefined,
    owner: row.owner ?? undefined,
    system: row.system ?? undefined,
    annotations: row.annotations ? JSON.parse(row.annotations) : {},
  };
}
