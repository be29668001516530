import type { Edge } from '../graph/edges';
import type { Claim } from '../graph/claims';
import type { Queryable, Sql } from './Sql';

/** An entity as the catalog says it, with what it claims. Refs in lower case. */
export interface CatalogEntity {
  ref: string;
  title?: string;
  kind: string;
  namespace: string;
  name: string;
  type?: string;
  owner?: string;
  system?: string;
  annotations: Record<string, string>;
  claims: Claim[];
}

interface EntityRow {
  id: number;
  ref: string;
  body: string;
}

interface EdgeRow {
  src: number;
  dst: number;
  relation: string;
}

/** The setting that tells when the catalog was read first. */
const FIRST_READ = 'catalog-first-read';
const SETTLING_MS = 10 * 60_000;

const CLAIM_COLUMNS = [
  'rank',
  'source',
  'how',
  'subject',
  'label_key',
  'label_value',
  'selector',
  'namespace',
  'cluster',
] as const;

/**
 * Writes a page of the catalog; only what differs is written.
 * @returns whether anything differed.
 */
export function writeEntities(
  sql: Sql,
  entities: readonly CatalogEntity[],
): Promise<boolean> {
  return sql.transaction(async tx => {
    const known = await knownEntities(tx, entities);
    const claims = await knownClaims(
      tx,
      [...known.values()].map(({ id }) => id),
    );
    let changed = false;
    for (const entity of entities) {
      const body = entityBody(entity);
      const before = known.get(entity.ref);
      let id = before?.id;
      if (id === undefined || before?.body !== JSON.stringify(body)) {
        id = await upsertEntity(tx, entity.ref, body);
        changed = true;
      }
      const wanted = entity.claims.map(claimBody);
      if (claimsText(wanted) !== claimsText(claims.get(id) ?? [])) {
        await replaceClaims(tx, id, wanted);
        changed = true;
      }
    }
    return changed;
  });
}

/**
 * Marks what the catalog no longer has as gone, with its claims dropped, and closes or opens edges so that those given hold now.
 * @returns whether anything differed.
 */
export function finishCatalog(
  sql: Sql,
  options: { refs: ReadonlySet<string>; edges: readonly Edge[]; at: number },
): Promise<boolean> {
  return sql.transaction(async tx => {
    const rows = await tx.all<{ id: number; ref: string }>(
      'select id, ref from entity where gone_at is null',
    );
    const gone = rows.filter(({ ref }) => !options.refs.has(ref));
    for (const { id } of gone) {
      await tx.run('update entity set gone_at = ? where id = ?', [
        options.at,
        id,
      ]);
      await tx.run('delete from claim where entity_id = ?', [id]);
    }
    const ids = new Map(rows.map(({ id, ref }) => [ref, id]));
    const edgesDiffer = await writeEdges(tx, ids, options);
    return gone.length > 0 || edgesDiffer;
  });
}

async function writeEdges(
  tx: Queryable,
  ids: ReadonlyMap<string, number>,
  options: { refs: ReadonlySet<string>; edges: readonly Edge[]; at: number },
): Promise<boolean> {
  const wanted = new Map<string, EdgeRow>();
  for (const { src, dst, relation } of options.edges) {
    const [from, to] = [src, dst].map(ref =>
      options.refs.has(ref) ? ids.get(ref) : undefined,
    );
    if (from !== undefined && to !== undefined) {
      const row = { src: from, dst: to, relation };
      wanted.set(edgeKey(row), row);
    }
  }
  const open = await tx.all<EdgeRow>(
    'select src, dst, relation from edge where valid_to is null',
  );
  const known = new Set(open.map(edgeKey));
  const closed = open.filter(row => !wanted.has(edgeKey(row)));
  const opened = [...wanted].filter(([key]) => !known.has(key));
  for (const { src, dst, relation } of closed) {
    await tx.run(
      'update edge set valid_to = ? where src = ? and dst = ? and relation = ? and valid_to is null',
      [options.at, src, dst, relation],
    );
  }
  const withHistory = await entitiesWithEdges(tx);
  const isSettled = options.at >= (await settledAt(tx, options.at));
  for (const [, { src, dst, relation }] of opened) {
    // What is first seen of an entity held before Ripple came to know it, as far as anyone can tell.
    const validFrom =
      isSettled && withHistory.has(src) && withHistory.has(dst)
        ? options.at
        : 0;
    await tx.run(
      `insert into edge (src, dst, relation, valid_from, valid_to) values (?, ?, ?, ?, null)
       on conflict (src, dst, relation, valid_from) do update set valid_to = null`,
      [src, dst, relation, validFrom],
    );
  }
  return closed.length > 0 || opened.length > 0;
}

// A catalog works out relations entity by entity; until it can be through, what comes is no change.
async function settledAt(tx: Queryable, at: number): Promise<number> {
  await tx.run(
    'insert into setting (name, body) values (?, ?) on conflict (name) do nothing',
    [FIRST_READ, String(at)],
  );
  const [row] = await tx.all<{ body: string }>(
    'select body from setting where name = ?',
    [FIRST_READ],
  );
  return Number(row.body) + SETTLING_MS;
}

async function entitiesWithEdges(tx: Queryable): Promise<Set<number>> {
  const rows = await tx.all<{ id: number }>(
    'select src as id from edge union select dst from edge',
  );
  return new Set(rows.map(({ id }) => id));
}

function edgeKey({ src, dst, relation }: EdgeRow): string {
  return `${src} ${dst} ${relation}`;
}

async function knownEntities(
  tx: Queryable,
  entities: readonly CatalogEntity[],
): Promise<Map<string, EntityRow>> {
  const list = tx.list(
    'text',
    entities.map(({ ref }) => ref),
  );
  const rows = await tx.all<Record<string, string | number | null>>(
    `select id, ref, title, kind, namespace, name, type, owner, system, annotations, gone_at
     from entity where ref ${list.isAnyOf}`,
    [list.param],
  );
  return new Map(
    rows.map(({ id, ref, ...body }) => [
      ref as string,
      { id: id as number, ref: ref as string, body: JSON.stringify(body) },
    ]),
  );
}

function entityBody(entity: CatalogEntity) {
  return {
    title: entity.title ?? null,
    kind: entity.kind,
    namespace: entity.namespace,
    name: entity.name,
    type: entity.type ?? null,
    owner: entity.owner ?? null,
    system: entity.system ?? null,
    annotations: JSON.stringify(entity.annotations),
    gone_at: null,
  };
}

async function upsertEntity(
  tx: Queryable,
  ref: string,
  body: ReturnType<typeof entityBody>,
): Promise<number> {
  const columns = Object.keys(body);
  const [row] = await tx.all<{ id: number }>(
    `insert into entity (ref, ${columns.join(', ')})
     values (?, ${columns.map(() => '?').join(', ')})
     on conflict (ref) do update set ${columns
       .map(column => `${column} = excluded.${column}`)
       .join(', ')}
     returning id`,
    [ref, ...Object.values(body)],
  );
  return row.id;
}

async function knownClaims(
  tx: Queryable,
  entityIds: number[],
): Promise<Map<number, string[]>> {
  const list = tx.list('integer', entityIds);
  const rows = await tx.all<Record<string, string | number | null>>(
    `select entity_id, ${CLAIM_COLUMNS.join(', ')} from claim
     where entity_id ${list.isAnyOf}`,
    [list.param],
  );
  const claims = new Map<number, string[]>();
  for (const { entity_id, ...body } of rows) {
    const entityId = entity_id as number;
    claims.set(entityId, [
      ...(claims.get(entityId) ?? []),
      JSON.stringify(CLAIM_COLUMNS.map(column => body[column])),
    ]);
  }
  return claims;
}

function claimBody(claim: Claim): string {
  const row: Record<(typeof CLAIM_COLUMNS)[number], string | number | null> = {
    rank: claim.rank,
    source: claim.source,
    how: claim.how,
    subject: claim.how === 'subject' ? claim.subject : null,
    label_key: null,
    label_value: null,
    selector: null,
    namespace: claim.how === 'subject' ? null : claim.namespace ?? null,
    cluster: claim.how === 'subject' ? null : claim.cluster ?? null,
  };
  if (claim.how === 'label') {
    row.label_key = claim.key;
    row.label_value = claim.value;
  }
  if (claim.how === 'selector') {
    row.label_key = claim.anchor?.key ?? null;
    row.label_value = claim.anchor?.value ?? null;
    row.selector = JSON.stringify(claim.requirements);
  }
  return JSON.stringify(CLAIM_COLUMNS.map(column => row[column]));
}

function claimsText(bodies: string[]): string {
  return [...new Set(bodies)].sort().join('\n');
}

async function replaceClaims(
  tx: Queryable,
  entityId: number,
  bodies: string[],
): Promise<void> {
  await tx.run('delete from claim where entity_id = ?', [entityId]);
  for (const body of new Set(bodies)) {
    await tx.run(
      `insert into claim (entity_id, ${CLAIM_COLUMNS.join(', ')})
       values (?, ${CLAIM_COLUMNS.map(() => '?').join(', ')})`,
      [entityId, ...JSON.parse(body)],
    );
  }
}
