import type {
  EventDetail,
  Evidence,
  FieldChange,
  Rollout,
} from '@ripplehq/backstage-plugin-changes-common';
import { decodeJson, decodeManifest } from '../details';
import type { Queryable } from '../Sql';

/** What is kept of an event beside its row. */
export interface StoredDetail {
  before?: EventDetail['before'];
  after?: EventDetail['after'];
  /** Where the source has no objects, or they were too large. */
  diff?: FieldChange[];
  rollout?: Rollout;
  evidence?: Evidence[];
  raw?: EventDetail['raw'];
  /** What was left out because of its size. */
  note?: string;
}

interface DetailRow {
  event_id: number;
  manifest: Buffer | null;
  diff: string | null;
  rollout: string | null;
  evidence: string | null;
  raw: Buffer | null;
  note: string | null;
}

/** The details of events by their ids in the store; those without any are not there. */
export async function detailsOf(
  queryable: Queryable,
  eventIds: readonly number[],
): Promise<Map<number, StoredDetail>> {
  if (eventIds.length === 0) return new Map();
  const list = queryable.list('bigint', eventIds);
  const rows = await queryable.all<DetailRow>(
    `select event_id, manifest, diff, rollout, evidence, raw, note
     from detail where event_id ${list.isAnyOf}`,
    [list.param],
  );
  return new Map(rows.map(row => [row.event_id, storedDetail(row)]));
}

/** Evidence alone, of many events. */
export async function evidenceOf(
  queryable: Queryable,
  eventIds: readonly number[],
): Promise<Map<number, Evidence[]>> {
  if (eventIds.length === 0) return new Map();
  const list = queryable.list('bigint', eventIds);
  const rows = await queryable.all<Pick<DetailRow, 'event_id' | 'evidence'>>(
    `select event_id, evidence from detail
     where event_id ${list.isAnyOf} and evidence is not null`,
    [list.param],
  );
  return new Map(
    rows.map(row => [row.event_id, JSON.parse(row.evidence ?? '[]')]),
  );
}

/** The course of rollouts and of runs of autoscaling alone, of many events. */
export async function rolloutsOf(
  queryable: Queryable,
  eventIds: readonly number[],
): Promise<Map<number, Rollout>> {
  if (eventIds.length === 0) return new Map();
  const list = queryable.list('bigint', eventIds);
  const rows = await queryable.all<{ event_id: number; rollout: string }>(
    `select event_id, rollout from detail
     where event_id ${list.isAnyOf} and rollout is not null`,
    [list.param],
  );
  return new Map(rows.map(row => [row.event_id, JSON.parse(row.rollout)]));
}

function storedDetail(row: DetailRow): StoredDetail {
  const manifest = row.manifest ? decodeManifest(row.manifest) : {};
  return {
    ...(manifest as Pick<StoredDetail, 'before' | 'after'>),
    diff: row.diff ? JSON.parse(row.diff) : undefined,
    rollout: row.rollout ? JSON.parse(row.rollout) : undefined,
    evidence: row.evidence ? JSON.parse(row.evidence) : undefined,
    raw: row.raw ? decodeJson(row.raw) : undefined,
    note: row.note ?? undefined,
  };
}
