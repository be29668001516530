import {
  type ListType,
  type Queryable,
  type SqlList,
  type SqlParams,
  sqlList,
} from './Queryable';
import { TimeSlice } from './TimeSlice';

/** What we use of better-sqlite3. */
export interface SqliteDatabase {
  prepare(sql: string): SqliteStatement;
}

interface SqliteStatement {
  /** Answers rows. */
  readonly reader: boolean;
  all(...params: readonly unknown[]): unknown[];
  get(...params: readonly unknown[]): unknown;
  run(...params: readonly unknown[]): { changes: number };
}

/** Statements on a raw connection, each prepared once. */
export class SqliteConnection implements Queryable {
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

  async turn(): Promise<void> {}

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
    await this.turn();
    return this.#connection.all<T>(sql, params);
  }

  async first<T extends object>(
    sql: string,
    params?: SqlParams,
  ): Promise<T | undefined> {
    await this.turn();
    return this.#connection.first<T>(sql, params);
  }

  async run(sql: string, params?: SqlParams): Promise<number> {
    await this.turn();
    return this.#connection.run(sql, params);
  }

  list(type: ListType, values: readonly (string | number)[]): SqlList {
    return this.#connection.list(type, values);
  }

  turn(): Promise<void> {
    return this.#slice.turn();
  }
}

/** All or nothing on a connection that nobody else uses meanwhile. */
export async function inSqliteTransaction<T>(
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
