import type { Sql } from './Sql';

const SCOPES_A_STEP = 100;

/**
 * The scope under which an instance remembers deliveries about one thing. No scope of anything else has an empty part. Its position is
 * when the last of them came.
 */
export function historyScope(instance: string, of: string): string {
  return `${encodeURIComponent(instance)}//${of}`;
}

/** Forgets what nothing was told of since `before`, in milliseconds. */
export async function forgetHistories(
  sql: Sql,
  before: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const forgotten = await sql.transaction(async tx => {
      const scopes = await tx.all<{ source: string; scope: string }>(
        `select source, scope from source_position
         where scope like '%//%' and body < ?
         limit ${SCOPES_A_STEP}`,
        [new Date(before).toISOString()],
      );
      for (const { source, scope } of scopes) {
        for (const table of ['source_state', 'source_position']) {
          await tx.run(`delete from ${table} where source = ? and scope = ?`, [
            source,
            scope,
          ]);
        }
      }
      return scopes.length;
    });
    if (forgotten < SCOPES_A_STEP) return;
  }
}
