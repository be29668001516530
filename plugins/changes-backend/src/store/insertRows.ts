import type { Queryable, SqlValue } from './Sql';

const PARAMS_PER_STATEMENT = 5_000;
const ROWS_PER_STATEMENT = 500;

/**
 * Inserts rows in the quickest way of each engine: one prepared statement a row on SQLite, many rows a statement on PostgreSQL.
 * `tail` is what follows the values: `on conflict …`, `returning …`.
 */
export async function insertRows<T extends object = never>(
  tx: Queryable,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly SqlValue[])[],
  tail = '',
): Promise<T[]> {
  const head = `insert into ${table} (${columns.join(', ')}) values `;
  const tuple = `(${columns.map(() => '?').join(', ')})`;
  const answers: T[] = [];
  if (tx.engine === 'sqlite') {
    const statement = `${head}${tuple} ${tail}`;
    for (const row of rows) {
      answers.push(...(await tx.all<T>(statement, row)));
    }
    return answers;
  }
  const size = Math.min(
    ROWS_PER_STATEMENT,
    Math.floor(PARAMS_PER_STATEMENT / columns.length),
  );
  for (let start = 0; start < rows.length; start += size) {
    const chunk = rows.slice(start, start + size);
    answers.push(
      ...(await tx.all<T>(
        `${head}${chunk.map(() => tuple).join(', ')} ${tail}`,
        chunk.flat(),
      )),
    );
  }
  return answers;
}
