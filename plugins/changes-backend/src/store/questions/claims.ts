import type { SourceClaim } from '@ripplehq/backstage-plugin-changes-node';
import type { Queryable } from '../Sql';

interface ClaimRow {
  subject: string | null;
  cluster: string | null;
  namespace: string | null;
}

/** What entities name of a source, each once. */
export async function claimsOnSource(
  queryable: Queryable,
  options: { source: string; limit: number },
): Promise<SourceClaim[]> {
  const rows = await queryable.all<ClaimRow>(
    `select distinct subject, cluster, namespace
     from claim
     where source = ?
     order by subject, cluster, namespace
     limit ?`,
    [options.source, options.limit],
  );
  return rows.map(({ subject, cluster, namespace }) =>
    subject === null
      ? {
          ...(cluster === null ? {} : { cluster }),
          ...(namespace === null ? {} : { namespace }),
        }
      : { subject },
  );
}

/** Subjects of some sources that entities name outright, whether or not anything was ever heard of them. */
export async function namedSubjects(
  queryable: Queryable,
  options: { entityIds: readonly number[]; sources: readonly string[] },
): Promise<{ entityId: number; source: string; subject: string }[]> {
  if (options.entityIds.length === 0 || options.sources.length === 0) return [];
  const entities = queryable.list('integer', options.entityIds);
  const sources = queryable.list('text', options.sources);
  const rows = await queryable.all<{
    entity_id: number;
    source: string;
    subject: string;
  }>(
    `select entity_id, source, subject
     from claim
     where entity_id ${entities.isAnyOf} and how = 'subject' and source ${sources.isAnyOf}
     order by entity_id, subject`,
    [entities.param, sources.param],
  );
  return rows.map(({ entity_id, source, subject }) => ({
    entityId: entity_id,
    source,
    subject,
  }));
}
