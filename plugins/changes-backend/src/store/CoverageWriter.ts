import type {
  CoverageInterval,
  CoverageNote,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Queryable } from './Sql';

/** What a stretch can be; "ended" is the absence of one. */
type State = CoverageInterval['state'];

interface CurrentRow {
  id: number;
  scope: string;
  state: State;
  from_at: number;
  at: number;
  period_seconds: number;
  reason: string | null;
}

/** What changes in the table for one note. */
export type CoverageStep =
  | { step: 'nothing' }
  | { step: 'open' }
  /** The state goes on; only its last word or its reason moves. */
  | { step: 'touch' }
  /** The state ends at `to`; between then and the note nobody watched if `gap` is given. `next` is absent where the scope ends. */
  | {
      step: 'turn';
      to: number;
      gap?: { from: number; to: number };
      next?: State;
    };

/** Half a period: the stored word and the next one that is due are then less than two periods apart. */
const AT_MOVES_EVERY_MS = 30_000;
/** How often a word is due where the note does not say: a watch has a bookmark or an end within it. */
const DEFAULT_PERIOD_SECONDS = 60;
/** Silence longer than this many periods was not "live". */
const LIVE_PERIODS = 2;

/** Writes the history of what was observed: an interval a state. */
export class CoverageWriter {
  static create(): CoverageWriter {
    return new CoverageWriter();
  }

  private constructor() {}

  async note(
    tx: Queryable,
    source: string,
    notes: readonly CoverageNote[],
  ): Promise<void> {
    if (notes.length === 0) return;
    const current = await this.#load(tx, source, notes);
    for (const note of [...notes].sort(byScopeAndTime)) {
      const row = current.get(note.scope);
      const at = Date.parse(note.at);
      const step = coverageStep(row, note);
      if (step.step === 'nothing') continue;
      if (step.step === 'touch' && row) {
        row.at = Math.max(at, row.at);
        row.reason = note.reason ?? null;
        await tx.run('update coverage set at = ?, reason = ? where id = ?', [
          row.at,
          row.reason,
          row.id,
        ]);
        continue;
      }
      if (step.step === 'turn' && row) await turn(tx, source, row, step);
      const next = step.step === 'turn' ? step.next : openState(note);
      if (next === undefined) {
        current.delete(note.scope);
        continue;
      }
      const opened = {
        scope: note.scope,
        state: next,
        from_at: at,
        at,
        period_seconds: note.periodSeconds ?? DEFAULT_PERIOD_SECONDS,
        reason: note.reason ?? null,
      };
      const id = await insert(tx, source, { ...opened, to_at: null });
      current.set(note.scope, { ...opened, id });
    }
  }

  /** Ends what lasts of all instances but these: the source no longer has them. */
  async endOthers(
    tx: Queryable,
    source: string,
    instances: { names: readonly string[]; at: string },
  ): Promise<void> {
    const names = tx.list('text', instances.names);
    const rows = await tx.all<CurrentRow>(
      `select id, scope, state, from_at, at, period_seconds, reason
       from coverage
       where source = ? and not (instance ${names.isAnyOf}) and to_at is null
       order by scope
       ${tx.engine === 'postgres' ? 'for update' : ''}`,
      [source, names.param],
    );
    await this.note(
      tx,
      source,
      rows.map(({ scope, at }) => ({
        scope,
        state: 'ended',
        // Its last word may be by a cluster's clock that is ahead of ours.
        at: new Date(Math.max(at, Date.parse(instances.at))).toISOString(),
      })),
    );
  }

  async #load(
    tx: Queryable,
    source: string,
    notes: readonly CoverageNote[],
  ): Promise<Map<string, CurrentRow>> {
    const scopes = tx.list('text', [
      ...new Set(notes.map(({ scope }) => scope)),
    ]);
    const rows = await tx.all<CurrentRow>(
      `select id, scope, state, from_at, at, period_seconds, reason
       from coverage
       where source = ? and scope ${scopes.isAnyOf} and to_at is null
       order by scope
       ${tx.engine === 'postgres' ? 'for update' : ''}`,
      [source, scopes.param],
    );
    return new Map(rows.map(row => [row.scope, row]));
  }
}

/** Decides what a note changes. Pure. */
export function coverageStep(
  row:
    | Pick<CurrentRow, 'state' | 'from_at' | 'at' | 'period_seconds' | 'reason'>
    | undefined,
  note: CoverageNote,
): CoverageStep {
  const at = Date.parse(note.at);
  const next = openState(note);
  if (!row) return next ? { step: 'open' } : { step: 'nothing' };
  if (at < row.at) return { step: 'nothing' };
  // The stored word is at most one move older than the source's last one.
  const liveUntil =
    row.at + row.period_seconds * 1000 * LIVE_PERIODS + AT_MOVES_EVERY_MS;
  const isUnbroken =
    note.unbrokenSince !== undefined &&
    Date.parse(note.unbrokenSince) <= row.at;
  if (row.state === 'live' && at > liveUntil && !isUnbroken) {
    return { step: 'turn', to: row.at, gap: { from: row.at, to: at }, next };
  }
  if (row.state !== next) return { step: 'turn', to: at, next };
  if (
    at - row.at >= AT_MOVES_EVERY_MS ||
    (note.reason ?? null) !== row.reason
  ) {
    return { step: 'touch' };
  }
  return { step: 'nothing' };
}

function openState({ state }: CoverageNote): State | undefined {
  return state === 'ended' ? undefined : state;
}

async function turn(
  tx: Queryable,
  source: string,
  row: CurrentRow,
  { to, gap }: Extract<CoverageStep, { step: 'turn' }>,
): Promise<void> {
  await tx.run('update coverage set to_at = ? where id = ?', [to, row.id]);
  if (!gap) return;
  await insert(tx, source, {
    ...row,
    state: 'stale',
    reason: 'Nothing was heard of it in this time',
    from_at: gap.from,
    to_at: gap.to,
    at: gap.from,
  });
}

async function insert(
  tx: Queryable,
  source: string,
  row: Omit<CurrentRow, 'id'> & { to_at: number | null },
): Promise<number> {
  const [{ id }] = await tx.all<{ id: number }>(
    `insert into coverage
       (source, instance, scope, state, from_at, to_at, at, period_seconds, reason)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     returning id`,
    [
      source,
      instanceOf(row.scope),
      row.scope,
      row.state,
      row.from_at,
      row.to_at,
      row.at,
      row.period_seconds,
      row.reason,
    ],
  );
  return id;
}

/** The instance that a scope belongs to: its first part, URI-encoded. */
export function instanceOf(scope: string): string {
  const first = scope.split('/', 1)[0];
  try {
    return decodeURIComponent(first);
  } catch {
    return first;
  }
}

function byScopeAndTime(a: CoverageNote, b: CoverageNote): number {
  if (a.scope !== b.scope) return a.scope < b.scope ? -1 : 1;
  return Date.parse(a.at) - Date.parse(b.at);
}
