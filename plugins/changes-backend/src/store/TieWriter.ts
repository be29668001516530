import type { Ties } from '../ingest/ties';
import { insertRows } from './insertRows';
import type { Queryable } from './Sql';

const [WHOLE, PART] = [0, 1];
/** On PostgreSQL one commit at a time ties events together, or two that do not see each other would miss what joins them. */
const LOCK = 5_947_211;

/** An event with what it gathers and joins. */
export interface TiedEvent {
  publicId: string;
  ties: Ties;
}

interface Candidate {
  part: number;
  whole: string;
}

/**
 * Finds the whole of events that only a name ties to it, whichever comes first: `event.part_of` of such events is kept here. An event's
 * ties are those that it was last said to have.
 */
export class TieWriter {
  static create(): TieWriter {
    return new TieWriter();
  }

  private constructor() {}

  /** To be called once the events are written; gives the public ids of those that came to lie in another whole than before. */
  async write(tx: Queryable, tied: readonly TiedEvent[]): Promise<string[]> {
    if (tied.length === 0) return [];
    if (tx.engine === 'postgres') {
      await tx.all('select pg_advisory_xact_lock(?)', [LOCK]);
    }
    const ids = await eventIds(tx, tied);
    const parts = new Set<number>();
    const wholes: string[] = [];
    for (const { publicId, ties } of tied) {
      const id = ids.get(publicId);
      if (id === undefined) continue;
      await this.#note(tx, id, ties);
      if (ties.joins.length > 0) parts.add(id);
      if (ties.gathers.length === 0) continue;
      wholes.push(publicId);
      for (const part of await partsWithin(tx, id)) parts.add(part);
    }
    for (const part of await partsOfWholes(tx, wholes)) parts.add(part);
    return this.#settle(tx, [...parts]);
  }

  // An observation that comes late says nothing new of threads that were told since.
  async #note(tx: Queryable, id: number, ties: Ties): Promise<void> {
    const { gathers, joins, saidAt } = ties;
    await insertRows(
      tx,
      'tie',
      ['thread', 'role', 'event_id', 'rank', 'from_at', 'to_at', 'said_at'],
      [
        ...gathers.map(({ thread, from, to }) => [
          thread,
          WHOLE,
          id,
          0,
          from,
          to ?? null,
          saidAt,
        ]),
        ...joins.map((thread, rank) => [
          thread,
          PART,
          id,
          rank,
          null,
          null,
          saidAt,
        ]),
      ],
      `on conflict (thread, role, event_id) do update
       set rank = excluded.rank, from_at = excluded.from_at, to_at = excluded.to_at, said_at = excluded.said_at
       where excluded.said_at >= tie.said_at`,
    );
  }

  async #settle(tx: Queryable, parts: readonly number[]): Promise<string[]> {
    if (parts.length === 0) return [];
    const list = tx.list('bigint', parts);
    // The thread that the part put first, then what had begun by then, then what began nearest: of two that follow each other the one
    // under way, of two to come the first.
    const candidates = await tx.all<Candidate>(
      `select p.event_id as part, we.public_id as whole
       from tie p
       join event pe on pe.id = p.event_id
       join tie w on w.thread = p.thread and w.role = ${WHOLE} and w.event_id <> p.event_id
         and w.from_at <= pe.started_at and (w.to_at is null or w.to_at >= pe.started_at)
       join event we on we.id = w.event_id
       where p.event_id ${list.isAnyOf} and p.role = ${PART}
       order by p.rank, case when we.started_at <= pe.started_at then 0 else 1 end,
         abs(we.started_at - pe.started_at), we.public_id`,
      [list.param],
    );
    const chosen = new Map<number, string>();
    for (const { part, whole } of candidates) {
      if (!chosen.has(part)) chosen.set(part, whole);
    }
    const events = await tx.all<{
      id: number;
      public_id: string;
      part_of: string | null;
      is_tied: number;
    }>(
      `select e.id, e.public_id, e.part_of,
         case when exists (
           select 1 from event w join tie t on t.event_id = w.id and t.role = ${WHOLE} where w.public_id = e.part_of
         ) then 1 else 0 end as is_tied
       from event e where e.id ${list.isAnyOf} order by e.id`,
      [list.param],
    );
    const moved: string[] = [];
    for (const event of events) {
      const whole = chosen.get(event.id) ?? null;
      // What tied it to its whole may be forgotten by now: it stays there.
      const isKept = whole === null && event.is_tied === 0;
      if (event.part_of === whole || isKept) continue;
      await tx.run('update event set part_of = ? where id = ?', [
        whole,
        event.id,
      ]);
      moved.push(event.public_id);
    }
    return moved;
  }
}

async function eventIds(
  tx: Queryable,
  tied: readonly TiedEvent[],
): Promise<Map<string, number>> {
  const list = tx.list(
    'text',
    tied.map(({ publicId }) => publicId),
  );
  const rows = await tx.all<{ id: number; public_id: string }>(
    `select id, public_id from event where public_id ${list.isAnyOf}`,
    [list.param],
  );
  return new Map(rows.map(row => [row.public_id, row.id]));
}

async function partsWithin(tx: Queryable, whole: number): Promise<number[]> {
  const rows = await tx.all<{ event_id: number }>(
    `select distinct p.event_id
     from tie w
     join tie p on p.thread = w.thread and p.role = ${PART}
     join event e on e.id = p.event_id
       and e.started_at >= w.from_at and (w.to_at is null or e.started_at <= w.to_at)
     where w.event_id = ? and w.role = ${WHOLE}`,
    [whole],
  );
  return rows.map(row => row.event_id);
}

// Those that it held so far, which it may hold no longer.
async function partsOfWholes(
  tx: Queryable,
  publicIds: readonly string[],
): Promise<number[]> {
  if (publicIds.length === 0) return [];
  const list = tx.list('text', publicIds);
  const rows = await tx.all<{ id: number }>(
    `select e.id from event e
     where e.part_of ${list.isAnyOf}
       and exists (select 1 from tie t where t.event_id = e.id and t.role = ${PART})`,
    [list.param],
  );
  return rows.map(row => row.id);
}
