import { type Requirement, matchesLabels } from '../../graph/labelSelector';
import type { Queryable } from '../Sql';

/** A subject that belongs to an entity. */
export interface Binding {
  entityId: number;
  subjectId: number;
  subject: string;
  source: string;
}

/** A claim with how many subjects it finds. */
export interface ClaimFound {
  source: string;
  how: 'subject' | 'label' | 'selector';
  subject?: string;
  label?: { key: string; value: string };
  requirements?: Requirement[];
  namespace?: string;
  cluster?: string;
  found: number;
}

interface BindingRow {
  claim_id: number;
  entity_id: number;
  subject_id: number;
  subject: string;
  source: string;
  rank: number;
  how: 'subject' | 'label' | 'selector';
  selector: string | null;
  labels: string | null;
}

const COLUMNS = `c.id as claim_id, c.entity_id, c.source, c.rank, c.how, c.selector, s.id as subject_id, s.subject,
  case when c.how = 'selector' then s.labels end as labels`;

const IN_PLACE = `s.source = c.source
  and (c.namespace is null or c.namespace = s.namespace)
  and (c.cluster is null or c.cluster = s.cluster)`;

/** For EXPLAIN in tests. */
export function subjectsOfEntitiesStatement(isAnyOf: string): string {
  return `
    select ${COLUMNS}
    from claim c
    join subject s on s.subject = c.subject
    where c.entity_id ${isAnyOf} and c.how = 'subject'
    union all
    select ${COLUMNS}
    from claim c
    join subject_label l on l.key = c.label_key and l.value = c.label_value
    join subject s on s.id = l.subject_id
    where c.entity_id ${isAnyOf} and c.label_key is not null and ${IN_PLACE}`;
}

/** For EXPLAIN in tests. */
export function claimantsStatement(isAnyOf: string): string {
  return `
    select ${COLUMNS}
    from subject s
    join claim c on c.subject = s.subject
    where s.id ${isAnyOf} and c.subject is not null
    union all
    select ${COLUMNS}
    from subject_label l
    join subject s on s.id = l.subject_id
    join claim c on c.label_key = l.key and c.label_value = l.value
    where l.subject_id ${isAnyOf} and c.label_key is not null and ${IN_PLACE}`;
}

// A selector without any label that must be equal has no index to go by: all subjects in its place are looked at. They are rare.
const UNANCHORED = `
    select ${COLUMNS}
    from claim c
    join subject s on ${IN_PLACE}
    where c.how = 'selector' and c.label_key is null`;

// What a workload takes its settings from belongs to it, whether or not it is labelled. Services are left out: they are others' doors.
const SETTINGS = "('ConfigMap', 'Secret')";

/** For EXPLAIN in tests. */
export function settingsOfWorkloadsStatement(
  engine: Queryable['engine'],
  isAnyOf: string,
): string {
  return engine === 'sqlite'
    ? `
    select w.id as workload_id, s.id as subject_id, s.subject, s.source
    from subject w
    join json_each(w.summary, '$.uses') u
    join subject s on s.subject = u.value
    where w.id ${isAnyOf} and s.kind in ${SETTINGS}`
    : `
    select w.id as workload_id, s.id as subject_id, s.subject, s.source
    from subject w
    cross join lateral jsonb_array_elements_text(coalesce(w.summary::jsonb -> 'uses', '[]')) u(name)
    join subject s on s.subject = u.name
    where w.id ${isAnyOf} and s.kind in ${SETTINGS}`;
}

/** For EXPLAIN in tests. Each workload beside the settings is looked at once, however many settings there are. */
export function workloadsOfSettingsStatement(
  engine: Queryable['engine'],
  isAnyOf: string,
): string {
  const [uses, use] =
    engine === 'sqlite'
      ? ["join json_each(w.summary, '$.uses') u", 'u.value']
      : [
          "cross join lateral jsonb_array_elements_text(coalesce(w.summary::jsonb -> 'uses', '[]')) u(name)",
          'u.name',
        ];
  return `
    with setting as materialized (
      select id, subject, source, cluster, namespace
      from subject
      where id ${isAnyOf} and kind in ${SETTINGS}
    )
    select w.id as workload_id, s.id as subject_id, s.subject, s.source
    from (select distinct cluster, namespace from setting) p
    join subject w on w.cluster = p.cluster and w.namespace = p.namespace
    ${uses}
    join setting s on s.subject = ${use}`;
}

interface SettingRow {
  workload_id: number;
  subject_id: number;
  subject: string;
  source: string;
}

/** The subjects of entities: claims joined with subject rows, and what the claimed workloads take their settings from. */
export async function subjectsOfEntities(
  queryable: Queryable,
  entityIds: readonly number[],
): Promise<Binding[]> {
  if (entityIds.length === 0) return [];
  const claimed = await claimedBy(queryable, entityIds);
  const workloads = queryable.list('integer', [
    ...new Set(claimed.map(({ subjectId }) => subjectId)),
  ]);
  const settings = await queryable.all<SettingRow>(
    settingsOfWorkloadsStatement(queryable.engine, workloads.isAnyOf),
    [workloads.param],
  );
  return unique([...claimed, ...throughWorkloads(claimed, settings)]);
}

/** The other direction: which entities these subjects belong to. */
export async function entitiesOfSubjects(
  queryable: Queryable,
  subjectIds: readonly number[],
): Promise<Binding[]> {
  if (subjectIds.length === 0) return [];
  const list = queryable.list('integer', subjectIds);
  const settings = await queryable.all<SettingRow>(
    workloadsOfSettingsStatement(queryable.engine, list.isAnyOf),
    [list.param],
  );
  const claims = await claimantsOf(queryable, [
    ...new Set([
      ...subjectIds,
      ...settings.map(({ workload_id }) => workload_id),
    ]),
  ]);
  const wanted = new Set(subjectIds);
  return unique([
    ...claims.filter(({ subjectId }) => wanted.has(subjectId)),
    ...throughWorkloads(claims, settings),
  ]);
}

/** What an entity claims, the dearest first, and how much each claim finds by itself. */
export async function foundByClaims(
  queryable: Queryable,
  entityId: number,
): Promise<ClaimFound[]> {
  const claims = await queryable.all<{
    id: number;
    source: string;
    how: ClaimFound['how'];
    subject: string | null;
    label_key: string | null;
    label_value: string | null;
    selector: string | null;
    namespace: string | null;
    cluster: string | null;
  }>(
    `select id, source, how, subject, label_key, label_value, selector, namespace, cluster
     from claim where entity_id = ? order by source, rank, id`,
    [entityId],
  );
  const found = new Map<number, Set<number>>();
  const rows = await claimRows(queryable, [entityId]);
  for (const { claim_id, subject_id } of rows.filter(matches)) {
    found.set(claim_id, (found.get(claim_id) ?? new Set()).add(subject_id));
  }
  return claims.map(claim => ({
    source: claim.source,
    how: claim.how,
    ...(claim.subject === null ? {} : { subject: claim.subject }),
    ...(claim.label_key === null || claim.label_value === null
      ? {}
      : { label: { key: claim.label_key, value: claim.label_value } }),
    ...(claim.selector === null
      ? {}
      : { requirements: JSON.parse(claim.selector) }),
    ...(claim.namespace === null ? {} : { namespace: claim.namespace }),
    ...(claim.cluster === null ? {} : { cluster: claim.cluster }),
    found: found.get(claim.id)?.size ?? 0,
  }));
}

function throughWorkloads(
  claims: readonly Binding[],
  settings: readonly SettingRow[],
): Binding[] {
  return settings.flatMap(({ workload_id, subject_id, subject, source }) =>
    claims
      .filter(({ subjectId }) => subjectId === workload_id)
      .map(({ entityId }) => ({
        entityId,
        subjectId: subject_id,
        subject,
        source,
      })),
  );
}

async function claimedBy(
  queryable: Queryable,
  entityIds: readonly number[],
): Promise<Binding[]> {
  if (entityIds.length === 0) return [];
  return decide(await claimRows(queryable, entityIds));
}

async function claimRows(
  queryable: Queryable,
  entityIds: readonly number[],
): Promise<BindingRow[]> {
  const list = queryable.list('integer', entityIds);
  const rows = await Promise.all([
    queryable.all<BindingRow>(subjectsOfEntitiesStatement(list.isAnyOf), [
      list.param,
      list.param,
    ]),
    queryable.all<BindingRow>(`${UNANCHORED} and c.entity_id ${list.isAnyOf}`, [
      list.param,
    ]),
  ]);
  return rows.flat();
}

async function claimantsOf(
  queryable: Queryable,
  subjectIds: readonly number[],
): Promise<Binding[]> {
  const list = queryable.list('integer', subjectIds);
  const rows = [
    ...(await queryable.all<BindingRow>(claimantsStatement(list.isAnyOf), [
      list.param,
      list.param,
    ])),
    ...(await queryable.all<BindingRow>(
      `${UNANCHORED} and s.id ${list.isAnyOf}`,
      [list.param],
    )),
  ];
  const wanted = new Set(subjectIds);
  const certain = rows.filter(({ rank }) => rank === 0);
  // Whether a claim of a higher rank counts depends on what the entity's other claims find.
  const unsure = rows.filter(({ rank }) => rank > 0);
  const asked = await claimedBy(queryable, [
    ...new Set(unsure.map(row => row.entity_id)),
  ]);
  return unique([
    ...decide(certain),
    ...asked.filter(({ subjectId }) => wanted.has(subjectId)),
  ]);
}

function decide(rows: BindingRow[]): Binding[] {
  const matching = rows.filter(matches);
  const best = new Map<string, number>();
  for (const row of matching) {
    const key = `${row.entity_id} ${row.source}`;
    best.set(key, Math.min(best.get(key) ?? Infinity, row.rank));
  }
  return unique(
    matching
      .filter(
        row =>
          row.how === 'subject' ||
          row.rank === best.get(`${row.entity_id} ${row.source}`),
      )
      .map(row => ({
        entityId: row.entity_id,
        subjectId: row.subject_id,
        subject: row.subject,
        source: row.source,
      })),
  );
}

function matches(row: BindingRow): boolean {
  if (row.how !== 'selector') return true;
  const requirements: Requirement[] = JSON.parse(row.selector ?? '[]');
  const labels: Record<string, string> = JSON.parse(row.labels ?? '{}');
  return matchesLabels(requirements, labels);
}

function unique(bindings: Binding[]): Binding[] {
  return [
    ...new Map(
      bindings.map(binding => [
        `${binding.entityId} ${binding.subjectId}`,
        binding,
      ]),
    ).values(),
  ];
}
