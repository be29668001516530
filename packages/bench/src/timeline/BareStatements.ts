import type { Knex } from 'knex';

/** One more than is shown, as Ripple asks, to know whether that was all. */
const LIMIT = 501;
/** Change, alert, health issue. */
const TYPES = [0, 1, 2];
const NEWEST = `select subject_id, at, event_id from link
  where subject_id = ? and type = ? and at >= ? and at < ?
  order by at desc, event_id desc limit ?`;

interface LinkRow {
  event_id: number;
}

interface RawSqlite {
  prepare(sql: string): { all(...params: unknown[]): unknown[] };
}

/**
 * What any timeline must at least ask of the same tables: the newest links of each subject, and those events' rows. On SQLite one
 * prepared statement a subject and type, on PostgreSQL one lateral join: the cheapest forms that were found.
 */
export class BareStatements {
  readonly #knex: Knex;
  readonly #subjectIds: number[];

  static async create(options: {
    knex: Knex;
    subjects: string[];
  }): Promise<BareStatements> {
    const { knex, subjects } = options;
    const rows = await knex('subject')
      .select<{ id: number }[]>('id')
      .whereIn('subject', subjects);
    if (rows.length !== subjects.length) {
      throw new Error(`${rows.length} of ${subjects.length} subjects exist`);
    }
    return new BareStatements(
      knex,
      rows.map(({ id }) => id),
    );
  }

  private constructor(knex: Knex, subjectIds: number[]) {
    this.#knex = knex;
    this.#subjectIds = subjectIds;
  }

  /** How many events they gave. */
  async run(from: number, to: number): Promise<number> {
    return this.#knex.client.config.client === 'pg'
      ? this.#onPostgres(from, to)
      : this.#onSqlite(from, to);
  }

  async #onSqlite(from: number, to: number): Promise<number> {
    const raw: RawSqlite = await this.#knex.client.acquireConnection();
    try {
      const newest = raw.prepare(NEWEST);
      const links = this.#subjectIds.flatMap(subject =>
        TYPES.flatMap(
          type => newest.all(subject, type, from, to, LIMIT) as LinkRow[],
        ),
      );
      const ids = JSON.stringify(links.map(link => link.event_id));
      return raw
        .prepare(
          'select * from event where id in (select value from json_each(?))',
        )
        .all(ids).length;
    } finally {
      await this.#knex.client.releaseConnection(raw);
    }
  }

  async #onPostgres(from: number, to: number): Promise<number> {
    const links: { rows: LinkRow[] } = await this.#knex.raw(
      `select n.* from unnest(?::int[]) s(subject)
       cross join unnest(?::int[]) t(type)
       cross join lateral (${NEWEST.replace(
         'subject_id = ? and type = ?',
         'subject_id = s.subject and type = t.type',
       )}) n`,
      [this.#subjectIds, TYPES, from, to, LIMIT],
    );
    const ids = links.rows.map(link => link.event_id);
    const events: { rows: unknown[] } = await this.#knex.raw(
      'select * from event where id = any(?::bigint[])',
      [ids],
    );
    return events.rows.length;
  }
}
