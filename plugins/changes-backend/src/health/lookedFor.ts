import {
  ANNOTATIONS,
  type EntityHealth,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Requirement } from '../graph/labelSelector';
import type { Store } from '../store/Store';
import {
  type ClaimFound,
  entitiesOfSubjects,
  foundByClaims,
} from '../store/questions/bindings';
import type { StoredEntity } from '../store/questions/entities';
import { labelledSubjects } from '../store/questions/subjects';

const CATALOG_SOURCE = 'catalog';
/** Labels by which people name what a workload is, the best first. */
const NAME_LABELS = [
  'app.kubernetes.io/name',
  'app',
  'app.kubernetes.io/instance',
  'k8s-app',
  'tags.datadoghq.com/service',
];
const CANDIDATES_MAX = 200;

/**
 * By what a workload of an entity was looked for, and the annotation that would bind it. Only what no entity claims is proposed: what
 * others claim is theirs.
 * @internal
 */
export async function lookedFor(
  { sql }: Store,
  entity: StoredEntity,
): Promise<NonNullable<EntityHealth['lookedFor']>> {
  const claims = await foundByClaims(sql, entity.id);
  return {
    claims: unique(
      claims.filter(({ source }) => source !== CATALOG_SOURCE).map(told),
    ),
    suggestion: await suggestion({ sql }, entity),
  };
}

function told(claim: ClaimFound) {
  const { source, how, namespace, cluster, found } = claim;
  return {
    source,
    how,
    text: textOf(claim),
    ...(namespace ? { namespace } : {}),
    ...(cluster ? { cluster } : {}),
    found,
  };
}

function textOf({ how, subject, label, requirements }: ClaimFound): string {
  if (how === 'subject') return subject ?? '';
  return how === 'label'
    ? `${label?.key}=${label?.value}`
    : (requirements ?? []).map(requirementText).join(',');
}

function requirementText(requirement: Requirement): string {
  const { key } = requirement;
  switch (requirement.operator) {
    case 'exists':
      return key;
    case 'absent':
      return `!${key}`;
    case 'in':
      return requirement.values.length === 1
        ? `${key}=${requirement.values[0]}`
        : `${key} in (${requirement.values.join(',')})`;
    default:
      return requirement.values.length === 1
        ? `${key}!=${requirement.values[0]}`
        : `${key} notin (${requirement.values.join(',')})`;
  }
}

// A selector with several values of one label is several claims: what each finds is found by it.
function unique(claims: ReturnType<typeof told>[]) {
  const byText = new Map<string, ReturnType<typeof told>>();
  for (const { found, ...claim } of claims) {
    const key = JSON.stringify(claim);
    const before = byText.get(key)?.found ?? 0;
    byText.set(key, { ...claim, found: before + found });
  }
  return [...byText.values()];
}

async function suggestion({ sql }: Pick<Store, 'sql'>, entity: StoredEntity) {
  const name = entity.ref.slice(entity.ref.indexOf('/') + 1);
  const candidates = await labelledSubjects(sql, {
    keys: NAME_LABELS,
    value: name,
    limit: CANDIDATES_MAX,
  });
  const claimed = new Set(
    (
      await entitiesOfSubjects(sql, [
        ...new Set(candidates.map(({ subjectId }) => subjectId)),
      ])
    )
      .filter(({ entityId }) => entityId !== entity.id)
      .map(({ subjectId }) => subjectId),
  );
  const [best] = NAME_LABELS.map((key, rank) => ({
    key,
    rank,
    found: candidates.filter(
      candidate => candidate.key === key && !claimed.has(candidate.subjectId),
    ).length,
  })).sort((a, b) => b.found - a.found || a.rank - b.rank);
  const key = best.found > 0 ? best.key : 'app';
  return {
    annotation: ANNOTATIONS.kubernetesLabelSelector,
    value: `${key}=${name}`,
    found: best.found,
  };
}
