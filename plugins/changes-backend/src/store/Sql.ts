import type { Knex } from 'knex';
import { TimeSlice } from './TimeSlice';

/** A value that both engines take and give back unchanged. Flags are 0 or 1, times milliseconds, JSON is text. */
export type SqlValue = string | number | Buffer | null;

/** What a statement's `?` stand for. Lists go through {@link Queryable.list}. */
export type SqlParams = readonly unknown[];

/** Something to run statements on: the store itself, or a transaction. */
export interface Queryable {
  readonly engine: 'sqlite' | 'postgres';
  /** All rows. Integers come as numbers on both engines. */
  all<T extends object>(sql: string, params?: SqlParams): Promise<T[]>;
  /** The first row. */
  first<T extends object>(
    sql: string,
    params?: SqlParams,
  ): Promise<T | undefined>;
  /** Runs a statement that answers no rows; gives the number of rows that it changed. */
  run(sql: string, params?: SqlParams): Promise<number>;
  /**
   * A condition for any number of values, one statement whatever their number:
   * `const ids = sql.list('integer', [1, 2]); sql.all(`… where id ${ids.isAnyOf}`, [ids.param])`.
   */
  list(type: ListType, values: readonly (string | number)[]): SqlList;
}

export type ListType = 'integer' | 'bigint' | 'text';

export interface SqlList {
  /** To stand behind a column: `= any(?)` or its like; holds one `?`. */
  readonly isAnyOf: string;
  /** To stand behind `from`: one column `value`; holds one `?`. */
  readonly rows: string;
  readonly param: unknown;
}

const TRANSACTION_ATTEMPTS = 4;
// Deadlock and serialisation failure: the transaction left nothing and may simply run again.
const RETRYABLE_CODES = new Set(['40P01', '40001']);
const BIGINT_OID = 20;
const NUMERIC_OID = 1700;

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

async function inSqliteTransaction<T>(
  connection: Queryable,
  work: (tx: Queryable) => Promise<T>,
): Promise<T> {
  await connection.run('begin immediate');
  try {
    const result = await work(new YieldingConnection(connection));
    await connection.run('commit');
    return result;
  } catch (error) {
    await connection.run('rollback');
    throw error;
  }
}

/** What we use of better-sqlite3. */
interface SqliteDatabase {
  prepare(sql: string): SqliteStatement;
}

interface SqliteStatement {
  /** Answers rows. */
  readonly reader: boolean;
  all(...params: readonly unknown[]): unknown[];
  get(...params: readonly unknown[]): unknown;
  run(...params: readonly unknown[]): { changes: number };
}

class SqliteConnection implements Queryable {
  readonly engine = 'sqlite';
  static readonly #known = new WeakMap<SqliteDatabase, SqliteConnection>();
  readonly #database: SqliteDatabase;
  readonly #statements = new Map<string, SqliteStatement>();

  static of(database: SqliteDatabase): SqliteConnection {
    let connection = this.#known.get(database);
    if (!connection) {
      connection = new SqliteConnection(database);
      this.#known.set(database, connection);
    }
    return connection;
  }

  private constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async all<T extends object>(
    sql: string,
    params: SqlParams = [],
  ): Promise<T[]> {
    const statement = this.#prepared(sql);
    if (statement.reader) return statement.all(...params) as T[];
    statement.run(...params);
    return [];
  }

  async first<T extends object>(
    sql: string,
    params: SqlParams = [],
  ): Promise<T | undefined> {
    return this.#prepared(sql).get(...params) as T | undefined;
  }

  async run(sql: string, params: SqlParams = []): Promise<number> {
    return this.#prepared(sql).run(...params).changes;
  }

  list(type: ListType, values: readonly (string | number)[]): SqlList {
    return sqlList(this.engine, type, values);
  }

  // Statements hold no values (see list), so their number is that of the statements in the code.
  #prepared(sql: string): SqliteStatement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** Gives the event loop turns in a long transaction; other statements on SQLite wait for its end all the same. */
class YieldingConnection implements Queryable {
  readonly engine = 'sqlite';
  readonly #connection: Queryable;
  readonly #slice = TimeSlice.create();

  constructor(connection: Queryable) {
    this.#connection = connection;
  }

  async all<T extends object>(sql: string, params?: SqlParams): Promise<T[]> {
    await this.#slice.turn();
    return this.#connection.all<T>(sql, params);
  }

  async first<T extends object>(
    sql: string,
    params?: SqlParams,
  ): Promise<T | undefined> {
    await this.#slice.turn();
    return this.#connection.first<T>(sql, params);
  }

  async run(sql: string, params?: SqlParams): Promise<number> {
    await this.#slice.turn();
    return this.#connection.run(sql, params);
  }

  list(type: ListType, values: readonly (string | number)[]): SqlList {
    return this.#connection.list(type, values);
  }
}

interface PostgresResult {
  rows: Record<string, unknown>[];
  fields: { name: string; dataTypeID: number }[];
  rowCount: number | null;
}

class PostgresConnection implements Queryable {
  readonly engine = 'postgres';
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async all<T extends object>(
    sql: string,
    params: SqlParams = [],
  ): Promise<T[]> {
    const result = await this.#query(sql, params);
    const numbers = (result.fields ?? []).filter(
      field =>
        field.dataTypeID === BIGINT_OID || field.dataTypeID === NUMERIC_OID,
    );
    // The driver gives 64-bit integers as text; ours are times, ids and counts, all below 2^53.
    for (const row of result.rows) {
      for (const { name } of numbers) {
        if (row[name] !== null) row[name] = Number(row[name]);
      }
    }
    return result.rows as T[];
  }

  async first<T extends object>(
    sql: string,
    params: SqlParams = [],
  ): Promise<T | undefined> {
    return (await this.all<T>(sql, params))[0];
  }

  async run(sql: string, params: SqlParams = []): Promise<number> {
    return (await this.#query(sql, params)).rowCount ?? 0;
  }

  list(type: ListType, values: readonly (string | number)[]): SqlList {
    return sqlList(this.engine, type, values);
  }

  async #query(sql: string, params: SqlParams): Promise<PostgresResult> {
    return this.#knex.raw(sql, params as Knex.RawBinding[]) as never;
  }
}

function sqlList(
  engine: 'sqlite' | 'postgres',
  type: ListType,
  values: readonly (string | number)[],
): SqlList {
  return engine === 'sqlite'
    ? {
        isAnyOf: 'in (select value from json_each(?))',
        rows: 'json_each(?)',
        param: JSON.stringify(values),
      }
    : {
        isAnyOf: `= any(?::${type}[])`,
        rows: `unnest(?::${type}[]) as list(value)`,
        param: [...values],
      };
}
