import {
  type EventFields,
  type FieldName,
  type MergeState,
  intervalOf,
} from '../ingest/merge';
import type { Ties } from '../ingest/ties';
import { serializeState } from '../ingest/mergeState';
import { SEVERITY_CODES, STATUS_CODES, TYPE_CODES, statusOf } from './codes';
import type { WrittenEvent } from './AttributionWriter';
import type { DetailColumns } from './details';
import type { IndexEntry } from './LinkWriter';
import type { EventRow } from './rows';

/** What a commit knows of an event, before it is merged with what is stored. */
export interface EventDraft {
  publicId: string;
  source: string;
  instance: string;
  state: MergeState;
  ties?: Ties;
  /** The write that made it, where an audit log may name its author. */
  written?: WrittenEvent;
  /** Of one that was made by hand: kinds of the tools that may have made it as well. */
  deliveredBy?: string[];
  detail?: DetailColumns;
}

/** A stored event with what merging needs. */
export interface MergeRow extends EventRow {
  actor: number | null;
  merge_state: string;
}

/** A draft merged with its stored row. */
export interface MergedEvent {
  draft: EventDraft;
  row?: MergeRow;
  state: MergeState;
  subjectIds: number[];
  environment?: string;
  text: { [F in WordField]?: string };
}

type WordField = 'kind' | 'cluster' | 'namespace' | 'actor';

/** The columns of `event` that a commit writes. */
export const COLUMNS = [
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
  'ended_after',
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

export type EventColumns = Record<
  (typeof COLUMNS)[number],
  string | number | null
>;

/** What stands in the event's row, from its state and what is kept of its row. */
export function columnsOf(
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
  const { startedAt, endedAt, endedAfter } = intervalOf(
    state,
    status,
    observedBetween,
  );
  const actor = actorOf(state);
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
    ended_after: endedAfter ?? null,
    observed_from: observedBetween?.from ?? null,
    observed_to: observedBetween?.to ?? null,
    reconstructed: state.reconstructed ? 1 : 0,
    actor:
      actor === undefined ? row?.actor ?? null : word(actor?.name ?? undefined),
    actor_detail:
      actor === undefined
        ? row?.actor_detail ?? null
        : actor && JSON.stringify(actor),
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

/** Whom it names, where that is not kept in the store: what an audit log said is worth more than the source's own word. Null: nobody. */
export function actorOf(
  state: MergeState,
): EventFields['attributed'] | undefined {
  return valueOf(state, state.fields.attributed ? 'attributed' : 'actor');
}

/** A field's value, where it is not kept in the store. */
export function valueOf<F extends FieldName>(
  state: MergeState,
  name: F,
): EventFields[F] | undefined {
  const register = state.fields[name];
  return register && 'value' in register
    ? (register.value as EventFields[F])
    : undefined;
}

function jsonOrNull(list: readonly unknown[]): string | null {
  return list.length > 0 ? JSON.stringify(list) : null;
}
