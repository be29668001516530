import { insertRows } from './insertRows';
import { OPEN_END } from './rows';
import type { Queryable } from './Sql';

const HOUR_MS = 3_600_000;

/** What of an event stands in the tables by which it is found. All but times are codes and word ids. */
export interface IndexEntry {
  eventId: number;
  subjectIds: readonly number[];
  type: number;
  startedAt: number;
  endedAt: number | null;
  kind: number;
  source: number;
  cluster: number | null;
  environment: number | null;
  actor: number | null;
  status: number;
}

/** Keeps link, span and rollup in step with the events: all three change in the event's own transaction. */
export class LinkWriter {
  static create(): LinkWriter {
    return new LinkWriter();
  }

  private constructor() {}

  async add(tx: Queryable, entries: readonly IndexEntry[]): Promise<void> {
    await this.replace(tx, [], entries);
  }

  async remove(tx: Queryable, entries: readonly IndexEntry[]): Promise<void> {
    await this.replace(tx, entries, []);
  }

  /** Takes away what was found under `before` and adds what is found under `after`. */
  async replace(
    tx: Queryable,
    before: readonly IndexEntry[],
    after: readonly IndexEntry[],
  ): Promise<void> {
    for (const entry of before) await this.#delete(tx, entry);
    await insertRows(
      tx,
      'link',
      [
        'subject_id',
        'type',
        'at',
        'event_id',
        'kind',
        'source',
        'cluster',
        'environment',
        'actor',
        'status',
      ],
      after.flatMap(entry =>
        entry.subjectIds.map(subjectId => [
          subjectId,
          entry.type,
          entry.startedAt,
          entry.eventId,
          entry.kind,
          entry.source,
          entry.cluster,
          entry.environment,
          entry.actor,
          entry.status,
        ]),
      ),
    );
    await insertRows(
      tx,
      'span',
      ['subject_id', 'ended_at', 'started_at', 'event_id', 'type'],
      after
        .filter(lasts)
        .flatMap(entry =>
          entry.subjectIds.map(subjectId => [
            subjectId,
            entry.endedAt ?? OPEN_END,
            entry.startedAt,
            entry.eventId,
            entry.type,
          ]),
        ),
    );
    await this.#count(tx, before, after);
  }

  async #delete(tx: Queryable, entry: IndexEntry): Promise<void> {
    const subjects = tx.list('integer', entry.subjectIds);
    await tx.run(
      `delete from link where subject_id ${subjects.isAnyOf} and type = ? and at = ? and event_id = ?`,
      [subjects.param, entry.type, entry.startedAt, entry.eventId],
    );
    if (!lasts(entry)) return;
    await tx.run(
      `delete from span where subject_id ${subjects.isAnyOf} and ended_at = ? and started_at = ? and event_id = ?`,
      [
        subjects.param,
        entry.endedAt ?? OPEN_END,
        entry.startedAt,
        entry.eventId,
      ],
    );
  }

  // Rows that fall to 0 stay until retention passes: they add nothing to a sum.
  async #count(
    tx: Queryable,
    before: readonly IndexEntry[],
    after: readonly IndexEntry[],
  ): Promise<void> {
    const deltas = new Map<string, [number, number, number, number, number]>();
    const add = (entry: IndexEntry, n: number) => {
      const hour = Math.floor(entry.startedAt / HOUR_MS);
      for (const subjectId of entry.subjectIds) {
        const key = `${subjectId} ${hour} ${entry.type} ${entry.kind}`;
        const row = deltas.get(key);
        if (row) row[4] += n;
        else deltas.set(key, [subjectId, hour, entry.type, entry.kind, n]);
      }
    };
    before.forEach(entry => add(entry, -1));
    after.forEach(entry => add(entry, 1));
    // In one order everywhere, so that two replicas never wait for each other.
    const rows = [...deltas.values()]
      .filter(row => row[4] !== 0)
      .sort(compareRows);
    await insertRows(
      tx,
      'rollup',
      ['subject_id', 'hour', 'type', 'kind', 'n'],
      rows,
      'on conflict (subject_id, hour, type, kind) do update set n = rollup.n + excluded.n',
    );
  }
}

function lasts(entry: IndexEntry): boolean {
  return entry.endedAt === null || entry.endedAt > entry.startedAt;
}

function compareRows(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return a[i] - b[i];
  }
  return 0;
}
