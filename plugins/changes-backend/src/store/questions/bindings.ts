import { type Requirement, matchesLabels } from '../../graph/labelSelector';
import type { Queryable } from '../Sql';

/** A subject that an entity claims. */
export interface Binding {
  entityId: number;
  subjectId: number;
  subject: string;
  source: string;
}

interface BindingRow {
  entity_id: number;
  subject_id: number;
  subject: string;
  source: string;
  rank: number;
  how: 'subject' | 'label' | 'selector';
  selector: string | null;
  labels: string | null;
}

const COLUMNS = `c.entity_id, c.source, c.rank, c.how, c.selector, s.id as subject_id, s.subject,
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
    where c.entity_id ${isAnyOf} and c.label_value is not null and ${IN_PLACE}
    union all
    select ${COLUMNS}
    from claim c
    join subject_label l on l.key = c.label_key
    join subject s on s.id = l.subject_id
    where c.entity_id ${isAnyOf} and c.label_key is not null and c.label_value is null and ${IN_PLACE}
    union all
    select ${COLUMNS}
    from claim c
    join subject s on ${IN_PLACE}
    where c.entity_id ${isAnyOf} and c.how = 'selector' and c.label_key is null`;
}

/** For EXPLAIN in tests. */
export function claimantsStatement(isAnyOf: string): string {
  return `
    select ${COLUMNS}
    from subject s
    join claim c on c.subject = s.subject
    where s.id ${isAnyOf}
    union all
    select ${COLUMNS}
    from subject_label l
    join subject s on s.id = l.subject_id
    join claim c on c.label_key = l.key and (c.label_value = l.value or c.label_value is null)
    where l.subject_id ${isAnyOf} and c.label_key is not null and ${IN_PLACE}
    union all
    select ${COLUMNS}
    from subject s
    join claim c on c.how = 'selector' and c.label_key is null and ${IN_PLACE}
    where s.id ${isAnyOf}`;
}

/** The subjects of entities: claims joined with subject rows. */
export async function subjectsOfEntities(
  queryable: Queryable,
  entityIds: readonly number[],
): Promise<Binding[]> {
  if (entityIds.length === 0) return [];
  const list = queryable.list('integer', entityIds);
  const rows = await queryable.all<BindingRow>(
    subjectsOfEntitiesStatement(list.isAnyOf),
    [list.param, list.param, list.param, list.param],
  );
  return decide(rows);
}

/** The other direction: which entities claim these subjects. */
export async function entitiesOfSubjects(
  queryable: Queryable,
  subjectIds: readonly number[],
): Promise<Binding[]> {
  if (subjectIds.length === 0) return [];
  const list = queryable.list('integer', subjectIds);
  const rows = await queryable.all<BindingRow>(
    claimantsStatement(list.isAnyOf),
    [list.param, list.param, list.param],
  );
  const wanted = new Set(subjectIds);
  const certain = rows.filter(({ rank }) => rank === 0);
  // Whether a claim of a higher rank counts depends on what the entity's other claims find.
  const unsure = rows.filter(({ rank }) => rank > 0);
  const asked = await subjectsOfEntities(queryable, [
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
