import { LeaseLostError } from '@ripplehq/backstage-plugin-changes-node';
import type { Queryable, Sql } from './Sql';

/** A replica that said nothing for so long is of no interest any more. */
const FORGOTTEN_MS = 3_600_000;

/** What a replica collects of a source. */
export interface Share {
  /** How many leases it holds. */
  held: number;
  /** For how many it waits. */
  waiting: number;
}

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

  /**
   * The token, or undefined while another replica holds it. On SQLite there is no other replica: it is granted at once.
   * @param lease - `freeForMs`: how long nobody may have held it
   */
  async tryTake(lease: {
    source: string;
    scope: string;
    holder: string;
    ttlMs: number;
    freeForMs: number;
  }): Promise<number | undefined> {
    const isShared = this.#sql.engine === 'postgres';
    const now = this.#now();
    const rows = await this.#sql.all<{ token: number }>(
      `insert into source_lease (source, scope, token, holder, expires_at)
       values (?, ?, 1, ?, ${now} + ?)
       on conflict (source, scope) do update
       set token = source_lease.token + 1, holder = excluded.holder, expires_at = excluded.expires_at
       ${isShared ? `where source_lease.expires_at <= ${now} - ?` : ''}
       returning token`,
      [
        lease.source,
        lease.scope,
        lease.holder,
        lease.ttlMs,
        ...(isShared ? [lease.freeForMs] : []),
      ],
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
      `update source_lease set expires_at = ${this.#now()}
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

  /** Notes what a replica collects. Answers what the others that are alive do; on SQLite there are none. */
  async attend(
    replica: { source: string; holder: string; ttlMs: number } & Share,
  ): Promise<Share[]> {
    if (this.#sql.engine !== 'postgres') return [];
    const now = this.#now();
    const { source, holder, held, waiting, ttlMs } = replica;
    await this.#sql.run(
      `insert into source_replica (source, holder, held, waiting, expires_at)
       values (?, ?, ?, ?, ${now} + ?)
       on conflict (source, holder) do update
       set held = excluded.held, waiting = excluded.waiting, expires_at = excluded.expires_at`,
      [source, holder, held, waiting, ttlMs],
    );
    return this.#sql.all<{ held: number; waiting: number }>(
      `select held, waiting from source_replica
       where source = ? and holder <> ? and expires_at > ${now}`,
      [source, holder],
    );
  }

  /** Forgets a replica, and those that went without a word. */
  async leave(holder: string): Promise<void> {
    if (this.#sql.engine !== 'postgres') return;
    await this.#sql.run(
      `delete from source_replica where holder = ? or expires_at < ${this.#now()} - ?`,
      [holder, FORGOTTEN_MS],
    );
  }

  #now(): string {
    return this.#sql.engine === 'postgres'
      ? '(extract(epoch from clock_timestamp()) * 1000)::bigint'
      : "cast(unixepoch('subsec') * 1000 as integer)";
  }
}
