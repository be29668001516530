import type { Knex } from 'knex';
import {
  type ListType,
  type Queryable,
  type SqlList,
  type SqlParams,
  sqlList,
} from './Queryable';

const BIGINT_OID = 20;
const NUMERIC_OID = 1700;

interface PostgresResult {
  rows: Record<string, unknown>[];
  fields: { name: string; dataTypeID: number }[];
  rowCount: number | null;
}

/** Statements through knex: on its pool, or in a transaction of it. */
export class PostgresConnection implements Queryable {
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

  // Each statement is one.
  async turn(): Promise<void> {}

  async #query(sql: string, params: SqlParams): Promise<PostgresResult> {
    return this.#knex.raw(sql, params as Knex.RawBinding[]) as never;
  }
}
