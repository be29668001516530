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
  /** Lets the event loop serve others where a transaction has kept it for long: awaited in loops that run no statement. */
  turn(): Promise<void>;
}

export type ListType = 'integer' | 'bigint' | 'text';

export interface SqlList {
  /** To stand behind a column: `= any(?)` or its like; holds one `?`. */
  readonly isAnyOf: string;
  /** To stand behind `from`: one column `value`; holds one `?`. */
  readonly rows: string;
  readonly param: unknown;
}

/** See {@link Queryable.list}. */
export function sqlList(
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
        // The driver would look at each number of an array.
        param: type === 'text' ? [...values] : `{${values.join()}}`,
      };
}
