import type { SourceState } from '@ripplehq/backstage-plugin-changes-common';
import { decodeJson, encodeJson } from './details';
import { insertRows } from './insertRows';
import type { Queryable, Sql } from './Sql';
import { TimeSlice } from './TimeSlice';

/** A state as it is stored; `body` null deletes. */
export interface EncodedState {
  id: string;
  body: Buffer | null;
}

const LOAD_PAGE_ROWS = 200;
/** No id ends so. */
const NOTHING = '\n';

/** Compresses a body; done before the transaction, since it is work without statements. */
export async function encodeState({
  id,
  body,
}: SourceState): Promise<EncodedState> {
  return {
    id,
    body: body === null ? null : await encodeJson(body),
  };
}

/** What sources keep to go on after a restart. */
export class SourceStates {
  readonly #sql: Sql;

  static create(options: { sql: Sql }): SourceStates {
    return new SourceStates(options.sql);
  }

  private constructor(sql: Sql) {
    this.#sql = sql;
  }

  async write(
    tx: Queryable,
    source: string,
    scope: string,
    states: readonly EncodedState[],
  ): Promise<void> {
    const latest = new Map(states.map(({ id, body }) => [id, body]));
    const deleted = tx.list(
      'text',
      [...latest].filter(([, body]) => body === null).map(([id]) => id),
    );
    await tx.run(
      `delete from source_state where source = ? and scope = ? and id ${deleted.isAnyOf}`,
      [source, scope, deleted.param],
    );
    await insertRows(
      tx,
      'source_state',
      ['source', 'scope', 'id', 'body'],
      [...latest]
        .filter(([, body]) => body !== null)
        .map(([id, body]) => [source, scope, id, body]),
      'on conflict (source, scope, id) do update set body = excluded.body',
    );
  }

  async writePosition(
    tx: Queryable,
    source: string,
    scope: string,
    position: string,
  ): Promise<void> {
    await tx.run(
      `insert into source_position (source, scope, body) values (?, ?, ?)
       on conflict (source, scope) do update set body = excluded.body`,
      [source, scope, position],
    );
  }

  /** By pages: the connection is free between them. `except`: leaves out those whose ids end so. */
  async *load(
    source: string,
    scope: string,
    { except = NOTHING }: { except?: string } = {},
  ): AsyncIterable<SourceState> {
    const slice = TimeSlice.create();
    let last = '';
    for (;;) {
      const rows = await this.#sql.all<{ id: string; body: Buffer }>(
        `select id, body from source_state
         where source = ? and scope = ? and id > ?
           and substr(id, length(id) - ${except.length - 1}) <> ?
         order by id
         limit ${LOAD_PAGE_ROWS}`,
        [source, scope, last, except],
      );
      for (const { id, body } of rows) {
        await slice.turn();
        yield { id, body: decodeJson(body) };
      }
      if (rows.length < LOAD_PAGE_ROWS) return;
      last = rows[rows.length - 1].id;
    }
  }

  /** Those of some ids, in no order; what is not there is left out. */
  async some(
    source: string,
    scope: string,
    ids: readonly string[],
  ): Promise<SourceState[]> {
    if (ids.length === 0) return [];
    const rows = await this.#sql.all<{ id: string; body: Buffer }>(
      someStatesStatement(this.#sql),
      [this.#sql.list('text', [...new Set(ids)]).param, source, scope],
    );
    const slice = TimeSlice.create();
    const states: SourceState[] = [];
    for (const { id, body } of rows) {
      await slice.turn();
      states.push({ id, body: decodeJson(body) });
    }
    return states;
  }

  async position(source: string, scope: string): Promise<string | undefined> {
    const row = await this.#sql.first<{ body: string }>(
      'select body from source_position where source = ? and scope = ?',
      [source, scope],
    );
    return row?.body;
  }

  async forget(source: string, scope: string): Promise<void> {
    await this.#sql.transaction(async tx => {
      for (const table of ['source_state', 'source_position']) {
        await tx.run(`delete from ${table} where source = ? and scope = ?`, [
          source,
          scope,
        ]);
      }
    });
  }
}

/** Looks each id up by itself, even before the planner has learnt that a scope has thousands of rows. */
export function someStatesStatement(
  sql: Pick<Queryable, 'engine' | 'list'>,
): string {
  const { rows } = sql.list('text', []);
  return sql.engine === 'sqlite'
    ? `select s.id, s.body from ${rows} cross join source_state s
       where s.source = ? and s.scope = ? and s.id = value`
    : `select s.id, s.body from ${rows} cross join lateral (
         select id, body from source_state where source = ? and scope = ? and id = value limit 1
       ) s`;
}
