import type { SubjectRow } from '@ripplehq/backstage-plugin-changes-common';
import type { Environments } from '../ingest/environments';
import {
  type SubjectFacts,
  mergeSubject,
  namedSubject,
} from '../ingest/mergeSubject';
import { insertRows } from './insertRows';
import type { SubjectRecord } from './rows';
import type { Queryable } from './Sql';

/** What an event needs to know of its subject. */
export interface KnownSubject {
  id: number;
  environment?: string;
}

const COLUMNS = [
  'subject',
  'source',
  'kind',
  'cluster',
  'namespace',
  'name',
  'environment',
  'labels',
  'annotations',
  'parent',
  'summary',
  'observed_at',
  'first_seen',
  'gone_at',
] as const;

/** Keeps the subject rows and the labels by which they are found. */
export class SubjectWriter {
  readonly #environments: Environments;

  static create(options: { environments: Environments }): SubjectWriter {
    return new SubjectWriter(options.environments);
  }

  private constructor(environments: Environments) {
    this.#environments = environments;
  }

  /** Stores what a source said; gives the ids of the rows that differ now in more than when they were last seen. */
  async upsert(
    tx: Queryable,
    rows: readonly SubjectRow[],
  ): Promise<Set<number>> {
    const changed = new Set<number>();
    for (let said = bySubject(rows); said.size > 0; ) {
      said = await this.#upsertOnce(tx, said, changed);
    }
    return changed;
  }

  /** Gives what another replica stored first, so that it is there to be merged with now. */
  async #upsertOnce(
    tx: Queryable,
    said: ReadonlyMap<string, SubjectRow[]>,
    changed: Set<number>,
  ): Promise<Map<string, SubjectRow[]>> {
    const known = await this.#load(tx, [...said.keys()]);
    const fresh: SubjectFacts[] = [];
    for (const [subject, rows] of said) {
      await tx.turn();
      const record = known.get(subject);
      const facts = rows.reduce<SubjectFacts | undefined>(
        (merged, row) => mergeSubject(merged, row, this.#environments),
        record,
      ) as SubjectFacts;
      if (!record) {
        fresh.push(facts);
      } else if (await this.#update(tx, record, facts)) {
        changed.add(record.id);
      }
    }
    const inserted = await this.#insert(tx, fresh);
    inserted.forEach(id => changed.add(id));
    return new Map(
      fresh
        .filter(({ subject }) => !inserted.has(subject))
        .map(({ subject }) => [subject, said.get(subject) ?? []]),
    );
  }

  /** The subjects that events name, each at the event's time; those that no source has described yet are made. */
  async ensure(
    tx: Queryable,
    named: ReadonlyMap<string, number>,
  ): Promise<Map<string, KnownSubject>> {
    const found = new Map<string, KnownSubject>();
    if (named.size === 0) return found;
    for (let attempt = 0; attempt < 2 && found.size < named.size; attempt++) {
      const missing = [...named.keys()].filter(subject => !found.has(subject));
      if (attempt > 0) {
        await this.#insert(
          tx,
          missing.map(subject =>
            namedSubject(
              subject,
              named.get(subject) as number,
              this.#environments,
            ),
          ),
        );
      }
      const list = tx.list('text', missing);
      const rows = await tx.all<
        Pick<SubjectRecord, 'id' | 'subject' | 'environment'>
      >(
        `select id, subject, environment from subject where subject ${list.isAnyOf}`,
        [list.param],
      );
      for (const { id, subject, environment } of rows) {
        found.set(subject, { id, environment: environment ?? undefined });
      }
    }
    return found;
  }

  async #load(
    tx: Queryable,
    subjects: readonly string[],
  ): Promise<Map<string, SubjectRecord>> {
    const list = tx.list('text', subjects);
    const rows = await tx.all<SubjectRecord>(
      `select id, ${COLUMNS.join(', ')}
       from subject
       where subject ${list.isAnyOf}
       order by subject
       ${tx.engine === 'postgres' ? 'for update' : ''}`,
      [list.param],
    );
    return new Map(rows.map(row => [row.subject, row]));
  }

  async #insert(
    tx: Queryable,
    facts: readonly SubjectFacts[],
  ): Promise<Map<string, number>> {
    const sorted = [...facts].sort((a, b) => (a.subject < b.subject ? -1 : 1));
    const rows = await insertRows<{ id: number; subject: string }>(
      tx,
      'subject',
      COLUMNS,
      sorted.map(row => COLUMNS.map(name => row[name])),
      'on conflict (subject) do nothing returning id, subject',
    );
    const ids = new Map(rows.map(row => [row.subject, row.id]));
    await insertLabels(
      tx,
      sorted.flatMap(({ subject, labels }) => {
        const id = ids.get(subject);
        return id === undefined ? [] : [{ id, labels }];
      }),
    );
    return ids;
  }

  async #update(
    tx: Queryable,
    before: SubjectRecord,
    after: SubjectFacts,
  ): Promise<boolean> {
    const differs = COLUMNS.filter(name => before[name] !== after[name]);
    if (differs.length === 0) return false;
    if (differs.every(name => name === 'observed_at')) {
      await tx.run('update subject set observed_at = ? where id = ?', [
        after.observed_at,
        before.id,
      ]);
      return false;
    }
    await tx.run(
      `update subject set ${COLUMNS.map(name => `${name} = ?`).join(', ')}
       where id = ?`,
      [...COLUMNS.map(name => after[name]), before.id],
    );
    if (before.labels !== after.labels) {
      await tx.run('delete from subject_label where subject_id = ?', [
        before.id,
      ]);
      await insertLabels(tx, [{ id: before.id, labels: after.labels }]);
    }
    return true;
  }
}

async function insertLabels(
  tx: Queryable,
  subjects: readonly { id: number; labels: string | null }[],
): Promise<void> {
  await insertRows(
    tx,
    'subject_label',
    ['key', 'value', 'subject_id'],
    subjects.flatMap(({ id, labels }) =>
      labels === null
        ? []
        : Object.entries<string>(JSON.parse(labels)).map(([key, value]) => [
            key,
            value,
            id,
          ]),
    ),
  );
}

// In the order in which the subjects are locked; a subject's rows stay in the source's order.
function bySubject(rows: readonly SubjectRow[]): Map<string, SubjectRow[]> {
  const said = new Map<string, SubjectRow[]>();
  for (const row of [...rows].sort((a, b) =>
    a.subject < b.subject ? -1 : 1,
  )) {
    const list = said.get(row.subject) ?? [];
    list.push(row);
    said.set(row.subject, list);
  }
  return said;
}
