import type { Environments } from '../ingest/environments';
import { merge } from '../ingest/merge';
import { parseState, serializeState } from '../ingest/mergeState';
import { type EventDetail, writeDetails } from './writeDetails';
import { insertRows } from './insertRows';
import { type IndexEntry, LinkWriter } from './LinkWriter';
import {
  COLUMNS,
  type EventColumns,
  type EventDraft,
  type MergeRow,
  type MergedEvent,
  actorOf,
  columnsOf,
  entryOf,
  valueOf,
} from './eventColumns';
import { EVENT_COLUMNS, wordsOf } from './rows';
import type { Queryable } from './Sql';
import type { KnownSubject } from './SubjectWriter';
import type { Words } from './Words';

/** What a commit altered. */
export interface WrittenEvents {
  publicIds: string[];
  subjectIds: Set<number>;
  /** For Words.learn, once the transaction is committed. */
  words: Map<string, number>;
}

/** Merges drafts into the stored events, with their links and details. What says nothing new writes nothing. */
export class EventWriter {
  readonly #words: Words;
  readonly #environments: Environments;
  readonly #links = LinkWriter.create();

  static create(options: {
    words: Words;
    environments: Environments;
  }): EventWriter {
    return new EventWriter(options.words, options.environments);
  }

  private constructor(words: Words, environments: Environments) {
    this.#words = words;
    this.#environments = environments;
  }

  /** `drafts` hold each public id once; `subjects` holds every subject that they name. */
  async write(
    tx: Queryable,
    drafts: readonly EventDraft[],
    subjects: ReadonlyMap<string, KnownSubject>,
  ): Promise<WrittenEvents> {
    const written: WrittenEvents = {
      publicIds: [],
      subjectIds: new Set(),
      words: new Map(),
    };
    // In the source's order: events of one moment are listed in the order of their ids.
    let pending = [...drafts];
    while (pending.length > 0) {
      const rows = await this.#load(tx, pending);
      const changed: MergedEvent[] = [];
      for (const draft of pending) {
        await tx.turn();
        const row = rows.get(draft.publicId);
        const event = this.#merge(draft, row, subjects);
        if (isChanged(event)) changed.push(event);
      }
      const words = await this.#words.assign(tx, textsOf(changed));
      words.forEach((id, text) => written.words.set(text, id));
      const missed = await this.#store(tx, changed, words);
      for (const { draft, subjectIds } of changed) {
        if (missed.has(draft.publicId)) continue;
        written.publicIds.push(draft.publicId);
        subjectIds.forEach(id => written.subjectIds.add(id));
      }
      // Another replica stored these first: they are there to be merged with now.
      pending = pending.filter(draft => missed.has(draft.publicId));
    }
    return written;
  }

  async #load(
    tx: Queryable,
    drafts: readonly EventDraft[],
  ): Promise<Map<string, MergeRow>> {
    const ids = tx.list(
      'text',
      drafts.map(draft => draft.publicId),
    );
    const rows = await tx.all<MergeRow>(
      `select ${EVENT_COLUMNS}, e.actor, e.merge_state
       from event e
       where e.public_id ${ids.isAnyOf}
       order by e.public_id
       ${tx.engine === 'postgres' ? 'for update' : ''}`,
      [ids.param],
    );
    await this.#words.load(tx, wordsOf(rows));
    return new Map(rows.map(row => [row.public_id, row]));
  }

  #merge(
    draft: EventDraft,
    row: MergeRow | undefined,
    subjects: ReadonlyMap<string, KnownSubject>,
  ): MergedEvent {
    const named = draft.state.subjects.map(subject => {
      const known = subjects.get(subject);
      if (!known) throw new Error(`Subject '${subject}' is not stored`);
      return known;
    });
    const state = row
      ? merge(parseState(row.merge_state), draft.state)
      : draft.state;
    const kept = (id: number | null | undefined) =>
      id ? this.#words.text(id) : undefined;
    const cluster = valueOf(state, 'cluster') ?? kept(row?.cluster);
    const namespace = valueOf(state, 'namespace') ?? kept(row?.namespace);
    const said =
      valueOf(state, 'environment') ??
      (state.fields.environment && kept(row?.environment));
    return {
      draft,
      row,
      state,
      subjectIds: union(
        row ? JSON.parse(row.subjects) : [],
        named.map(({ id }) => id),
      ),
      environment: this.#environments.of({
        cluster,
        namespace,
        said,
        ofSubject:
          named.find(({ environment }) => environment)?.environment ??
          kept(row?.environment),
      }),
      text: {
        kind: valueOf(state, 'kind'),
        cluster,
        namespace,
        actor: actorOf(state)?.name,
      },
    };
  }

  async #store(
    tx: Queryable,
    events: readonly MergedEvent[],
    words: ReadonlyMap<string, number>,
  ): Promise<Set<string>> {
    const fresh: { event: MergedEvent; columns: EventColumns }[] = [];
    const before: IndexEntry[] = [];
    const after: IndexEntry[] = [];
    const details: EventDetail[] = [];
    for (const event of events) {
      await tx.turn();
      const columns = columnsOf(event, words);
      if (!event.row) {
        fresh.push({ event, columns });
        continue;
      }
      const old = entryOf(event.row.id, event.row);
      const now = entryOf(event.row.id, columns);
      if (JSON.stringify(old) !== JSON.stringify(now)) {
        before.push(old);
        after.push(now);
      }
      await tx.run(
        `update event set ${COLUMNS.map(name => `${name} = ?`).join(', ')}
         where id = ?`,
        [...COLUMNS.map(name => columns[name]), event.row.id],
      );
      if (old.startedAt !== now.startedAt) {
        await tx.run('update detail set started_at = ? where event_id = ?', [
          now.startedAt,
          event.row.id,
        ]);
      }
      details.push({
        eventId: event.row.id,
        startedAt: now.startedAt,
        event,
      });
    }
    const inserted = await insertRows<{ id: number; public_id: string }>(
      tx,
      'event',
      COLUMNS,
      fresh.map(({ columns }) => COLUMNS.map(name => columns[name])),
      'on conflict (public_id) do nothing returning id, public_id',
    );
    const ids = new Map(inserted.map(row => [row.public_id, row.id]));
    const missed = new Set<string>();
    for (const { event, columns } of fresh) {
      const id = ids.get(event.draft.publicId);
      if (id === undefined) {
        missed.add(event.draft.publicId);
        continue;
      }
      after.push(entryOf(id, columns));
      details.push({
        eventId: id,
        startedAt: columns.started_at as number,
        event,
      });
    }
    await this.#links.replace(tx, before, after);
    await writeDetails(tx, details);
    return missed;
  }
}

function isChanged({ row, state, subjectIds }: MergedEvent): boolean {
  return (
    !row ||
    serializeState(state) !== row.merge_state ||
    subjectIds.length !== JSON.parse(row.subjects).length
  );
}

function textsOf(events: readonly MergedEvent[]): Set<string> {
  const texts = new Set<string>();
  for (const { draft, environment, text } of events) {
    for (const word of [
      draft.source,
      draft.instance,
      environment,
      ...Object.values(text),
    ]) {
      if (word) texts.add(word);
    }
  }
  return texts;
}

function union(a: readonly number[], b: readonly number[]): number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}
