import type {
  ChangeEvent,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import { severityOf, statusOf, typeOf } from './codes';

/** The end of what has not ended, in `span.ended_at`. */
export const OPEN_END = Number.MAX_SAFE_INTEGER;

/** What {@link storedEvent} needs of a row of `event`, with the table's alias `e`. */
export const EVENT_COLUMNS = `e.id, e.public_id, e.type, e.kind, e.source, e.instance, e.cluster, e.environment, e.namespace, e.status,
  e.severity, e.title, e.started_at, e.ended_at, e.ended_after, e.observed_from, e.observed_to, e.reconstructed, e.actor_detail,
  e.links, e.part_of, e.has_diff, e.has_code, e.subjects`;

/** {@link EVENT_COLUMNS}, as both engines give them. Words are ids, see Words. */
export interface EventRow {
  id: number;
  public_id: string;
  type: number;
  kind: number;
  source: number;
  instance: number;
  cluster: number | null;
  environment: number | null;
  namespace: number | null;
  status: number;
  severity: number;
  title: string;
  started_at: number;
  ended_at: number | null;
  /** It ended between then and `ended_at`; null where its end was seen. */
  ended_after: number | null;
  observed_from: number | null;
  observed_to: number | null;
  reconstructed: number;
  /** An Actor as JSON. */
  actor_detail: string | null;
  /** JSON. */
  links: string | null;
  part_of: string | null;
  has_diff: number;
  has_code: number;
  /** Ids of its subjects as JSON. */
  subjects: string;
}

/** An event without what depends on the reader, with what the store knows it by. */
export interface StoredEvent
  extends Omit<ChangeEvent, 'subjects' | 'entityRefs'> {
  rowId: number;
  instance: string;
  startedAtMs: number;
  endedAtMs?: number;
  subjectIds: number[];
}

/** Reads a row. `word` gives the text of a word's id: `Words.text` after `Words.load`. */
export function storedEvent(
  row: EventRow,
  word: (id: number) => string,
): StoredEvent {
  const optional = (id: number | null) => (id === null ? undefined : word(id));
  return {
    rowId: row.id,
    id: row.public_id,
    type: typeOf(row.type),
    kind: word(row.kind),
    source: word(row.source),
    instance: word(row.instance),
    cluster: optional(row.cluster),
    environment: optional(row.environment),
    namespace: optional(row.namespace),
    status: statusOf(row.status),
    severity: severityOf(row.severity),
    title: row.title,
    startedAt: timestampOf(row.started_at),
    startedAtMs: row.started_at,
    endedAt: row.ended_at === null ? undefined : timestampOf(row.ended_at),
    endedAtMs: row.ended_at ?? undefined,
    endedBetween:
      row.ended_after === null || row.ended_at === null
        ? undefined
        : {
            from: timestampOf(row.ended_after),
            to: timestampOf(row.ended_at),
          },
    observedBetween:
      row.observed_from === null || row.observed_to === null
        ? undefined
        : {
            from: timestampOf(row.observed_from),
            to: timestampOf(row.observed_to),
          },
    reconstructed: row.reconstructed === 1 ? true : undefined,
    actor: parsed<ChangeEvent['actor']>(row.actor_detail),
    partOf: row.part_of ?? undefined,
    links: parsed<ChangeEvent['links']>(row.links) ?? [],
    hasDiff: row.has_diff === 1,
    hasCode: row.has_code === 1,
    subjectIds: JSON.parse(row.subjects),
  };
}

/** The ids of the words that some rows name. */
export function wordsOf(rows: readonly EventRow[]): Set<number> {
  const ids = new Set<number>();
  for (const row of rows) {
    ids.add(row.kind).add(row.source).add(row.instance);
    for (const id of [row.cluster, row.environment, row.namespace]) {
      if (id !== null) ids.add(id);
    }
  }
  return ids;
}

/** All columns of `subject`, as both engines give them. */
export interface SubjectRecord {
  id: number;
  subject: string;
  source: string;
  kind: string;
  cluster: string | null;
  namespace: string | null;
  name: string;
  environment: string | null;
  /** JSON. */
  labels: string | null;
  /** JSON. */
  annotations: string | null;
  parent: string | null;
  /** JSON. */
  summary: string | null;
  /** 0: named by an event only, no source has described it yet. */
  observed_at: number;
  first_seen: number;
  gone_at: number | null;
}

/** Reads a row of `subject`. */
export function subjectRowOf(record: SubjectRecord): SubjectRow {
  return {
    subject: record.subject,
    kind: record.kind,
    cluster: record.cluster ?? undefined,
    namespace: record.namespace ?? undefined,
    name: record.name,
    labels: parsed<SubjectRow['labels']>(record.labels),
    annotations: parsed<SubjectRow['annotations']>(record.annotations),
    parent: record.parent ?? undefined,
    summary: parsed<SubjectRow['summary']>(record.summary),
    observedAt: timestampOf(record.observed_at),
    goneAt: record.gone_at === null ? undefined : timestampOf(record.gone_at),
  };
}

/** Milliseconds as RFC 3339 in UTC. */
export function timestampOf(ms: number): string {
  return new Date(ms).toISOString();
}

function parsed<T>(json: string | null): T | undefined {
  return json === null ? undefined : (JSON.parse(json) as T);
}
