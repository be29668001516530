import type { Knex } from 'knex';
import { PostgresConnection } from './PostgresConnection';
import {
  type ListType,
  type Queryable,
  type SqlList,
  type SqlParams,
  sqlList,
} from './Queryable';
import {
  SqliteConnection,
  type SqliteDatabase,
  inSqliteTransaction,
} from './SqliteConnection';

export type {
  ListType,
  Queryable,
  SqlList,
  SqlParams,
  SqlValue,
} from './Queryable';

const TRANSACTION_ATTEMPTS = 4;
// Deadlock and serialisation failure: the transaction left nothing and may simply run again.
const RETRYABLE_CODES = new Set(['40P01', '40001']);
/**
 * Runs SQL on the plugin's database. SQLite statements run on the raw connection, prepared once: several times less work than
 * through knex's query builder. Its pool holds one connection, so a transaction waits for nothing but its own statements.
 */
export class Sql implements Queryable {
  readonly engine: 'sqlite' | 'postgres';
  readonly #knex: Knex;

  /** @throws Error in one sentence for an engine that is not supported. */
  static create(knex: Knex): Sql {
    const client = String(knex.client.config.client);
    if (client.includes('sqlite3')) return new Sql(knex, 'sqlite');
    if (client.startsWith('pg')) return new Sql(knex, 'postgres');
    throw new Error(unsupportedEngine(client));
  }

  private constructor(knex: Knex, engine: 'sqlite' | 'postgres') {
    this.#knex = knex;
    this.engine = engine;
  }

  all<T extends object>(sql: string, params: SqlParams = []): Promise<T[]> {
    return this.#use(connection => connection.all<T>(sql, params));
  }

  async first<T extends object>(
    sql: string,
    params: SqlParams = [],
  ): Promise<T | undefined> {
    return (await this.all<T>(sql, params))[0];
  }

  run(sql: string, params: SqlParams = []): Promise<number> {
    return this.#use(connection => connection.run(sql, params));
  }

  list(type: ListType, values: readonly (string | number)[]): SqlList {
    return sqlList(this.engine, type, values);
  }

  async turn(): Promise<void> {}

  /**
   * Takes the connection once for a question of several statements. On SQLite nothing else is read or written meanwhile: await only
   * the statements of the queryable.
   */
  read<T>(question: (queryable: Queryable) => Promise<T>): Promise<T> {
    return this.#use(question);
  }

  /**
   * All or nothing. The function may run more than once (a deadlock on PostgreSQL) and awaits nothing but statements of its
   * transaction.
   */
  async transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return this.engine === 'sqlite'
          ? await this.#use(tx => inSqliteTransaction(tx, work))
          : await this.#knex.transaction(trx =>
              work(new PostgresConnection(trx)),
            );
      } catch (error) {
        const code = (error as { code?: string }).code;
        if (
          attempt === TRANSACTION_ATTEMPTS ||
          !RETRYABLE_CODES.has(String(code))
        ) {
          throw error;
        }
      }
    }
  }

  async #use<T>(work: (connection: Queryable) => Promise<T>): Promise<T> {
    if (this.engine === 'postgres') {
      return work(new PostgresConnection(this.#knex));
    }
    const raw: SqliteDatabase = await this.#knex.client.acquireConnection();
    try {
      return await work(SqliteConnection.of(raw));
    } finally {
      await this.#knex.client.releaseConnection(raw);
    }
  }
}

/** Why an engine is refused. */
export function unsupportedEngine(client: string): string {
  return `The changes plugin keeps its data in SQLite or PostgreSQL, not in '${client}': set backend.database.plugin.changes.client to 'better-sqlite3' or 'pg'`;
}
