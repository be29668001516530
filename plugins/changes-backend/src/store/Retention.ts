import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import {
  LOG_EVIDENCE_LABEL,
  type Evidence,
} from '@ripplehq/backstage-plugin-changes-common';
import { TYPE_CODES } from './codes';
import { entryOf } from './eventColumns';
import { forgetHistories } from './histories';
import { LinkWriter } from './LinkWriter';
import type { Queryable, Sql } from './Sql';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Wholes and parts come within minutes of each other; after an outage within the time that a source can be asked back. */
const TIE_DAYS = 3;
/** A container's log may hold anything. */
const LOG_DAYS = 7;
/** A transaction aims at this, so that on SQLite nobody notices. */
const TRANSACTION_BUDGET_MS = 5;
/** A pass is an hour's. */
const KINDS_EVERY_PASSES = 24;
const MIN_CHUNK_ROWS = 10;
const MAX_CHUNK_ROWS = 500;

export interface RetentionOptions {
  sql: Sql;
  /** Events, coverage and gone subjects are kept this long. */
  days: number;
  /** Events of these kinds are kept for so many days instead. */
  kindDays?: Readonly<Record<string, number>>;
  /** Diffs, manifests, evidence, payloads and cached code are kept this long. */
  detailDays: number;
  /** Milliseconds. */
  now(): number;
}

interface OldEvent {
  id: number;
  started_at: number;
  ended_at: number;
  subjects: string;
  type: number;
  kind: number;
  source: number;
  cluster: number | null;
  environment: number | null;
  actor: number | null;
  status: number;
  /** 0 or 1. */
  removable: number;
}

/** Which events go when they are older than the cutoff. */
interface Age {
  cutoff: number;
  kinds: { ids: number[]; are: 'these' | 'all but these' };
}

interface OldDetail {
  event_id: number;
  started_at: number;
}

interface OldLog extends OldDetail {
  evidence: string;
}

/** Finds old rows behind the last one that was found, and removes them. */
interface Removal<T> {
  select(tx: Queryable, last: T | undefined, limit: number): Promise<T[]>;
  remove(tx: Queryable, rows: T[]): Promise<void>;
}

/** What a person gave a verdict on, as cause or as symptom, is kept for ever. */
const NO_VERDICT = `
  not exists (select 1 from verdict v where v.event_id = e.id)
  and not exists (select 1 from verdict v where v.symptom = e.public_id)`;

/** Removes what is old, in many small transactions. What is still open stays. */
export class Retention {
  readonly #options: RetentionOptions;
  #passes = 0;
  readonly #links = LinkWriter.create();

  static create(options: RetentionOptions): Retention {
    return new Retention(options);
  }

  private constructor(options: RetentionOptions) {
    this.#options = options;
  }

  /** One pass; ends early when the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { now, days, detailDays } = this.#options;
    const eventCutoff = now() - days * DAY_MS;
    await this.#removeDetails(now() - detailDays * DAY_MS, signal);
    // All details of issues are looked through for them.
    if (this.#passes % KINDS_EVERY_PASSES === 0) {
      await this.#removeLogs(now() - LOG_DAYS * DAY_MS, signal);
    }
    for (const age of await this.#ages()) {
      await this.#removeEvents(age, signal);
    }
    this.#passes += 1;
    for (const statement of [
      // A scope's last stretch tells that it was once observed.
      `delete from coverage where to_at < ? and exists (
         select 1 from coverage later
         where later.source = coverage.source and later.scope = coverage.scope and later.from_at > coverage.from_at
       )`,
      'delete from edge where valid_to < ?',
      'delete from delivery where received_at < ?',
    ]) {
      if (signal.aborted) return;
      await this.#options.sql.run(statement, [eventCutoff]);
    }
    await this.#removeTies(now() - TIE_DAYS * DAY_MS, signal);
    await forgetHistories(this.#options.sql, eventCutoff, signal);
    await this.#removeSubjects(eventCutoff, signal);
    if (this.#options.sql.engine === 'sqlite' && !signal.aborted) {
      await this.#options.sql.run('pragma optimize');
    }
  }

  // Kinds of their own age are passed once a day: all younger events of other kinds are looked through for them.
  async #ages(): Promise<Age[]> {
    const { sql, now, days, kindDays = {} } = this.#options;
    const names = Object.keys(kindDays);
    const list = sql.list('text', names);
    const words = await sql.all<{ id: number; text: string }>(
      `select id, text from word where text ${list.isAnyOf}`,
      [list.param],
    );
    const cutoffOf = (age: number) => now() - age * DAY_MS;
    const all: Age = {
      cutoff: cutoffOf(days),
      kinds: { ids: words.map(({ id }) => id), are: 'all but these' },
    };
    return this.#passes % KINDS_EVERY_PASSES === 0
      ? [
          all,
          ...words.map(
            ({ id, text }): Age => ({
              cutoff: cutoffOf(kindDays[text]),
              kinds: { ids: [id], are: 'these' },
            }),
          ),
        ]
      : [all];
  }

  async #removeEvents(
    { cutoff, kinds }: Age,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#inChunks<OldEvent>(signal, {
      select: (tx, last, limit) => {
        const list = tx.list('integer', kinds.ids);
        const isOfKind = `${kinds.are === 'these' ? '' : 'not '}(e.kind ${
          list.isAnyOf
        })`;
        return tx.all(
          `select e.id, e.started_at, e.ended_at, e.subjects, e.type, e.kind, e.source, e.cluster, e.environment, e.actor, e.status,
             case when e.ended_at < ? and ${isOfKind} and ${NO_VERDICT} then 1 else 0 end as removable
           from event e
           where e.started_at < ? and (e.started_at, e.id) > (?, ?)
           order by e.started_at, e.id
           limit ?`,
          [
            cutoff,
            list.param,
            cutoff,
            last?.started_at ?? -1,
            last?.id ?? -1,
            limit,
          ],
        );
      },
      remove: async (tx, found) => {
        const rows = found.filter(({ removable }) => removable === 1);
        if (rows.length === 0) return;
        const entries = rows.map(row => entryOf(row.id, row));
        await this.#links.remove(tx, entries);
        const ids = tx.list(
          'bigint',
          rows.map(({ id }) => id),
        );
        for (const statement of [
          'delete from detail where event_id',
          'delete from code_answer where event_id',
          'delete from tie where event_id',
          'delete from event where id',
        ]) {
          await tx.run(`${statement} ${ids.isAnyOf}`, [ids.param]);
        }
        const subjects = tx.list('integer', [
          ...new Set(entries.flatMap(({ subjectIds }) => subjectIds)),
        ]);
        await tx.run(
          `delete from rollup where subject_id ${subjects.isAnyOf} and hour <= ? and n <= 0`,
          [subjects.param, Math.floor(cutoff / HOUR_MS)],
        );
      },
    });
  }

  /** The last lines of containers' logs, from the evidence of issues. */
  async #removeLogs(cutoff: number, signal: AbortSignal): Promise<void> {
    await this.#inChunks<OldLog>(signal, {
      select: (tx, last, limit) =>
        tx.all(
          `select d.event_id, d.started_at, d.evidence
           from detail d
           join event e on e.id = d.event_id
           where d.started_at < ? and (d.started_at, d.event_id) > (?, ?)
             and e.type = ? and d.evidence like ?
           order by d.started_at, d.event_id
           limit ?`,
          [
            cutoff,
            last?.started_at ?? -1,
            last?.event_id ?? -1,
            TYPE_CODES.health,
            `%"${LOG_EVIDENCE_LABEL}"%`,
            limit,
          ],
        ),
      remove: async (tx, rows) => {
        for (const { event_id, evidence } of rows) {
          const left = (JSON.parse(evidence) as Evidence[]).filter(
            ({ label }) => label !== LOG_EVIDENCE_LABEL,
          );
          await tx.run('update detail set evidence = ? where event_id = ?', [
            JSON.stringify(left),
            event_id,
          ]);
        }
      },
    });
  }

  async #removeDetails(cutoff: number, signal: AbortSignal): Promise<void> {
    await this.#inChunks<OldDetail>(signal, {
      select: (tx, last, limit) =>
        tx.all(
          `select d.event_id, d.started_at
           from detail d
           join event e on e.id = d.event_id
           where d.started_at < ? and (d.started_at, d.event_id) > (?, ?)
             and e.ended_at < ? and ${NO_VERDICT}
           order by d.started_at, d.event_id
           limit ?`,
          [cutoff, last?.started_at ?? -1, last?.event_id ?? -1, cutoff, limit],
        ),
      remove: async (tx, rows) => {
        const ids = tx.list(
          'bigint',
          rows.map(({ event_id }) => event_id),
        );
        for (const statement of [
          'delete from detail where event_id',
          'delete from code_answer where event_id',
          'update event set has_diff = 0, has_code = 0 where id',
        ]) {
          await tx.run(`${statement} ${ids.isAnyOf}`, [ids.param]);
        }
      },
    });
  }

  /** What ties events together has done so by then. */
  async #removeTies(cutoff: number, signal: AbortSignal): Promise<void> {
    await this.#inChunks<{ thread: string; role: number; event_id: number }>(
      signal,
      {
        select: (tx, _, limit) =>
          tx.all(
            'select thread, role, event_id from tie where said_at < ? order by said_at limit ?',
            [cutoff, limit],
          ),
        remove: async (tx, rows) => {
          for (const { thread, role, event_id: id } of rows) {
            await tx.run(
              'delete from tie where thread = ? and role = ? and event_id = ?',
              [thread, role, id],
            );
          }
        },
      },
    );
  }

  /** Subjects that are gone and of which no event is left. */
  async #removeSubjects(cutoff: number, signal: AbortSignal): Promise<void> {
    await this.#inChunks<{ id: number }>(signal, {
      select: (tx, last, limit) =>
        tx.all(
          `select s.id
           from subject s
           where s.id > ? and s.gone_at < ?
             and not exists (select 1 from link l where l.subject_id = s.id)
           order by s.id
           limit ?`,
          [last?.id ?? -1, cutoff, limit],
        ),
      remove: async (tx, rows) => {
        const ids = tx.list(
          'integer',
          rows.map(({ id }) => id),
        );
        for (const statement of [
          'delete from subject_label where subject_id',
          'delete from rollup where subject_id',
          'delete from subject where id',
        ]) {
          await tx.run(`${statement} ${ids.isAnyOf}`, [ids.param]);
        }
      },
    });
  }

  async #inChunks<T extends object>(
    signal: AbortSignal,
    step: Removal<T>,
  ): Promise<void> {
    let last: T | undefined;
    let limit = MIN_CHUNK_ROWS;
    while (!signal.aborted) {
      const { rows, spentMs } = await this.#chunk(step, last, limit);
      if (rows.length < limit) return;
      last = rows[rows.length - 1];
      limit =
        spentMs > TRANSACTION_BUDGET_MS
          ? Math.max(MIN_CHUNK_ROWS, Math.floor(limit / 2))
          : Math.min(MAX_CHUNK_ROWS, limit * 2);
      await yieldToEventLoop();
    }
  }

  #chunk<T extends object>(
    step: Removal<T>,
    last: T | undefined,
    limit: number,
  ): Promise<{ rows: T[]; spentMs: number }> {
    return this.#options.sql.transaction(async tx => {
      const startedAt = performance.now();
      const rows = await step.select(tx, last, limit);
      if (rows.length > 0) await step.remove(tx, rows);
      return { rows, spentMs: performance.now() - startedAt };
    });
  }
}
