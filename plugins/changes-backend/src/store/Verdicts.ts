import { timestampOf } from './rows';
import type { Sql } from './Sql';

/** A person's word on whether a change was the cause of a symptom. */
export interface Verdict {
  /** Public id of the alert or health issue. */
  symptom: string;
  verdict: 'cause' | 'not-cause';
  /** An entity ref. */
  by: string;
  /** RFC 3339. */
  at: string;
}

/** Append-only: each person's latest word counts, the earlier ones stay. */
export class Verdicts {
  readonly #sql: Sql;

  static create(options: { sql: Sql }): Verdicts {
    return new Verdicts(options.sql);
  }

  private constructor(sql: Sql) {
    this.#sql = sql;
  }

  async add(eventRowId: number, verdict: Verdict): Promise<void> {
    await this.#sql.run(
      `insert into verdict (event_id, symptom, verdict, said_by, at)
       values (?, ?, ?, ?, ?)`,
      [
        eventRowId,
        verdict.symptom,
        verdict.verdict,
        verdict.by,
        Date.parse(verdict.at),
      ],
    );
  }

  /** All words on an event, the oldest first. */
  async of(eventRowId: number): Promise<Verdict[]> {
    const rows = await this.#sql.all<{
      symptom: string;
      verdict: Verdict['verdict'];
      said_by: string;
      at: number;
    }>(
      `select symptom, verdict, said_by, at from verdict
       where event_id = ? order by at, id`,
      [eventRowId],
    );
    return rows.map(row => ({
      symptom: row.symptom,
      verdict: row.verdict,
      by: row.said_by,
      at: timestampOf(row.at),
    }));
  }
}
