import { LeaseLostError } from '@ripplehq/backstage-plugin-changes-node';
import type { Queryable, Sql } from './Sql';

/**
 * Who may collect what. The token grows with each holder, so that a commit of an earlier one is told apart for ever. Times are the
 * database's own on PostgreSQL: replicas' clocks may differ.
 */
export class LeaseTable {
  readonly #sql: Sql;

  static create(options: { sql: Sql }): LeaseTable {
    return new LeaseTable(options.sql);
  }

  private constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The token, or undefined while another replica holds it. On SQLite there is no other replica: it is granted at once. */
  async tryTake(lease: {
    source: string;
    scope: string;
    holder: string;
    ttlMs: number;
  }): Promise<number | undefined> {
    const now = this.#now();
    const rows = await this.#sql.all<{ token: number }>(
      `insert into source_lease (source, scope, token, holder, expires_at)
       values (?, ?, 1, ?, ${now} + ?)
       on conflict (source, scope) do update
       set token = source_lease.token + 1, holder = excluded.holder, expires_at = excluded.expires_at
       ${
         this.#sql.engine === 'postgres'
           ? `where source_lease.expires_at <= ${now}`
           : ''
       }
       returning token`,
      [lease.source, lease.scope, lease.holder, lease.ttlMs],
    );
    return rows[0]?.token;
  }

  /** False when it belongs to another holder now. */
  async renew(lease: {
    source: string;
    scope: string;
    token: number;
    ttlMs: number;
  }): Promise<boolean> {
    const changed = await this.#sql.run(
      `update source_lease set expires_at = ${this.#now()} + ?
       where source = ? and scope = ? and token = ?`,
      [lease.ttlMs, lease.source, lease.scope, lease.token],
    );
    return changed === 1;
  }

  /** Others may take it at once. The row stays, since its token must never fall. */
  async release(lease: {
    source: string;
    scope: string;
    token: number;
  }): Promise<void> {
    await this.#sql.run(
      `update source_lease set expires_at = 0
       where source = ? and scope = ? and token = ?`,
      [lease.source, lease.scope, lease.token],
    );
  }

  /**
   * Holds the lease's row until the transaction ends, so that nobody takes over between check and commit.
   * @throws LeaseLostError when the token is not the current one.
   */
  async check(
    tx: Queryable,
    source: string,
    lease: { scope: string; token: number },
  ): Promise<void> {
    const row = await tx.first<{ token: number }>(
      `select token from source_lease where source = ? and scope = ?
       ${tx.engine === 'postgres' ? 'for share' : ''}`,
      [source, lease.scope],
    );
    if (row?.token !== lease.token) throw new LeaseLostError(lease.scope);
  }

  #now(): string {
    return this.#sql.engine === 'postgres'
      ? '(extract(epoch from clock_timestamp()) * 1000)::bigint'
      : "cast(unixepoch('subsec') * 1000 as integer)";
  }
}
