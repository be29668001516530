import type { Environments } from '../ingest/environments';
import {
  type EventFields,
  type FieldName,
  type MergeState,
  intervalOf,
  merge,
} from '../ingest/merge';
import { parseState, serializeState } from '../ingest/mergeState';
import { SEVERITY_CODES, STATUS_CODES, TYPE_CODES, statusOf } from './codes';
import type { DetailColumns } from './details';
import { insertRows } from './insertRows';
import { type IndexEntry, LinkWriter } from './LinkWriter';
import { EVENT_COLUMNS, type EventRow, wordsOf } from './rows';
import type { Queryable, SqlValue } from './Sql';
import type { KnownSubject } from './SubjectWriter';
import type { Words } from './Words';

/** What a commit knows of an event, before it is merged with what is stored. */
export interface EventDraft {
  publicId: string;
  source: string;
  instance: string;
  state: MergeState;
  detail?: DetailColumns;
}

/** What a commit altered. */
export interface WrittenEvents {
  publicIds: string[];
  subjectIds: Set<number>;
  /** For Words.learn, once the transaction is committed. */
  words: Map<string, number>;
}

interface MergeRow extends EventRow {
  actor: number | null;
  merge_state: string;
}

/** A draft merged with its stored row. */
interface MergedEvent {
  draft: EventDraft;
  row?: MergeRow;
  state: MergeState;
  subjectIds: number[];
  environment?: string;
  text: { [F in WordField]?: string };
}

type WordField = 'kind' | 'cluster' | 'namespace' | 'actor';

const COLUMNS = [
  'public_id',
  'type',
  'kind',
  'source',
  'instance',
  'cluster',
  'environment',
  'namespace',
  'status',
  'severity',
  'title',
  'started_at',
  'ended_at',
  'observed_from',
  'observed_to',
  'reconstructed',
  'actor',
  'actor_detail',
  'links',
  'part_of',
  'has_diff',
  'has_code',
  'subjects',
  'merge_state',
] as const;

type EventColumns = Record<(typeof COLUMNS)[number], string | number | null>;

const DETAIL_COLUMNS = [
  'manifest',
  'diff',
  'rollout',
  'evidence',
  'raw',
  'note',
] as const;

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
      const changed = pending
        .map(draft => this.#merge(draft, rows.get(draft.publicId), subjects))
        .filter(isChanged);
      const words = await this.#words.assign(tx, textsOf(changed));
      words.forEach((id, text) => written.words.set(text, id));
      const missed = await this.#store(tx, changed, words);
      for (const { draft, subjectIds } of changed) {
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
        actor: valueOf(state, 'actor')?.name,
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
    const details: {
      eventId: number;
      startedAt: number;
      event: MergedEvent;
    }[] = [];
    for (const event of events) {
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
    for (const detail of details) await storeDetail(tx, detail);
    return missed;
  }
}

async function storeDetail(
  tx: Queryable,
  detail: { eventId: number; startedAt: number; event: MergedEvent },
): Promise<void> {
  const columns = winningDetail(detail.event);
  const names = DETAIL_COLUMNS.filter(name => columns[name] !== undefined);
  if (names.length === 0) return;
  await insertRows(
    tx,
    'detail',
    ['event_id', 'started_at', ...names],
    [
      [
        detail.eventId,
        detail.startedAt,
        ...names.map(name => columns[name] as SqlValue),
      ],
    ],
    `on conflict (event_id) do update set ${['started_at', ...names]
      .map(name => `${name} = excluded.${name}`)
      .join(', ')}`,
  );
}

/** Of the draft's detail, what belongs to registers that the draft won. */
function winningDetail({ draft, row, state }: MergedEvent): DetailColumns {
  const detail = draft.detail ?? {};
  if (!row) return detail;
  const won = (name: FieldName) => {
    const register = state.fields[name];
    return register !== undefined && 'value' in register;
  };
  return {
    manifest: won('manifest') ? detail.manifest : undefined,
    diff: won('diff') || won('manifest') ? detail.diff : undefined,
    rollout: won('rollout') ? detail.rollout : undefined,
    evidence: won('evidence') ? detail.evidence : undefined,
    raw: won('raw') ? detail.raw : undefined,
    note: won('manifest') || won('raw') ? detail.note : undefined,
  };
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

function columnsOf(
  { draft, row, state, subjectIds, environment, text }: MergedEvent,
  words: ReadonlyMap<string, number>,
): EventColumns {
  const word = (value: string | undefined) =>
    value ? words.get(value) ?? null : null;
  const value = <F extends FieldName>(name: F) => valueOf(state, name);
  const code = (name: 'type' | 'severity' | 'status', codes: object) => {
    const said = value(name);
    return said === undefined
      ? (row?.[name] as number)
      : (codes as Record<string, number>)[said];
  };
  const status = value('status') ?? statusOf(row?.status as number);
  const observedBetween = value('observedBetween') ?? observedOf(row);
  const { startedAt, endedAt } = intervalOf(state, status, observedBetween);
  const actor = value('actor');
  const links = value('links');
  const hasDiff =
    value('manifest') !== undefined || (value('diff')?.length ?? 0) > 0;
  return {
    public_id: draft.publicId,
    type: code('type', TYPE_CODES),
    kind: word(text.kind) ?? (row?.kind as number),
    source: word(draft.source),
    instance: word(draft.instance),
    cluster: word(text.cluster),
    environment: word(environment),
    namespace: word(text.namespace),
    status: code('status', STATUS_CODES),
    severity: code('severity', SEVERITY_CODES),
    title: value('title') ?? (row?.title as string),
    started_at: startedAt,
    ended_at: endedAt ?? null,
    observed_from: observedBetween?.from ?? null,
    observed_to: observedBetween?.to ?? null,
    reconstructed: state.reconstructed ? 1 : 0,
    actor: actor ? word(actor.name) : row?.actor ?? null,
    actor_detail: actor ? JSON.stringify(actor) : row?.actor_detail ?? null,
    links: links ? jsonOrNull(links) : row?.links ?? null,
    part_of: value('partOf') ?? row?.part_of ?? null,
    has_diff: hasDiff ? 1 : row?.has_diff ?? 0,
    has_code: Number(value('hasCode') ?? row?.has_code ?? 0),
    subjects: JSON.stringify(subjectIds),
    merge_state: serializeState(state),
  };
}

function observedOf(
  row: MergeRow | undefined,
): EventFields['observedBetween'] | undefined {
  return row && row.observed_from !== null && row.observed_to !== null
    ? { from: row.observed_from, to: row.observed_to }
    : undefined;
}

/** What is found of an event, from a row or from the columns of a new one. */
export function entryOf(
  eventId: number,
  columns: Pick<
    EventColumns,
    | 'subjects'
    | 'type'
    | 'started_at'
    | 'ended_at'
    | 'kind'
    | 'source'
    | 'cluster'
    | 'environment'
    | 'actor'
    | 'status'
  >,
): IndexEntry {
  return {
    eventId,
    subjectIds: JSON.parse(columns.subjects as string),
    type: columns.type as number,
    startedAt: columns.started_at as number,
    endedAt: columns.ended_at as number | null,
    kind: columns.kind as number,
    source: columns.source as number,
    cluster: columns.cluster as number | null,
    environment: columns.environment as number | null,
    actor: columns.actor as number | null,
    status: columns.status as number,
  };
}

function valueOf<F extends FieldName>(
  state: MergeState,
  name: F,
): EventFields[F] | undefined {
  const register = state.fields[name];
  return register && 'value' in register
    ? (register.value as EventFields[F])
    : undefined;
}

function union(a: readonly number[], b: readonly number[]): number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

function jsonOrNull(list: readonly unknown[]): string | null {
  return list.length > 0 ? JSON.stringify(list) : null;
}
