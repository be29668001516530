import type { FieldName } from '../ingest/merge';
import type { DetailColumns } from './details';
import type { MergedEvent } from './eventColumns';
import { insertRows } from './insertRows';
import type { Queryable, SqlValue } from './Sql';

/** A stored event whose detail may have changed. */
export interface EventDetail {
  eventId: number;
  /** Milliseconds. */
  startedAt: number;
  event: MergedEvent;
}

const COLUMNS = [
  'manifest',
  'diff',
  'rollout',
  'evidence',
  'raw',
  'note',
] as const;

/** Writes what events bring of details; columns that they say nothing of stay. */
export async function writeDetails(
  tx: Queryable,
  details: readonly EventDetail[],
): Promise<void> {
  const groups = new Map<string, SqlValue[][]>();
  for (const { eventId, startedAt, event } of details) {
    const columns = winningDetail(event);
    const names = COLUMNS.filter(name => columns[name] !== undefined);
    if (names.length === 0) continue;
    const group = groups.get(names.join()) ?? [];
    group.push([
      eventId,
      startedAt,
      ...names.map(name => columns[name] ?? null),
    ]);
    groups.set(names.join(), group);
  }
  for (const [key, rows] of groups) {
    const names = ['started_at', ...key.split(',')];
    await insertRows(
      tx,
      'detail',
      ['event_id', ...names],
      rows,
      `on conflict (event_id) do update set ${names
        .map(name => `${name} = excluded.${name}`)
        .join(', ')}`,
    );
  }
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
    // Manifests that were too large stand as a diff.
    diff: won('diff') || won('manifest') ? detail.diff : undefined,
    rollout: won('rollout') ? detail.rollout : undefined,
    evidence: won('evidence') ? detail.evidence : undefined,
    raw: won('raw') ? detail.raw : undefined,
    note: won('manifest') || won('raw') ? detail.note : undefined,
  };
}
