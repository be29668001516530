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
