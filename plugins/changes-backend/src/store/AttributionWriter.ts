import { createHash } from 'node:crypto';
import type {
  Actor,
  Attribution,
  Write,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  type LoggedWrite,
  type MadeWrite,
  attribute,
} from '../ingest/attribute';
import { insertRows } from './insertRows';
import {
  attributionsStatement,
  writtenStatement,
} from './questions/attributions';
import type { Queryable } from './Sql';

/** The two sides of a write come minutes apart at most, unless a cluster cannot be watched for a while. */
const KEPT_MS = 3_600_000;
const KEPT_AN_INSTANCE = 50_000;
const PURGE_EVERY_MS = 60_000;
const PURGE_EVERY_ROWS = 1_000;
/** More than come between two times, and few enough that nobody waits for it. */
const PURGE_ROWS = 2_000;
/** Of one commit's neighbours more are not looked at: nobody is named then, rather than somebody else. */
const NEIGHBOURS_MAX = 5_000;
/** The first of the two numbers of a lock of ours on PostgreSQL. */
const LOCK_CLASS = 5_947_212;
const LOCKS = 64;

/** An event with the write that made it. */
export interface WrittenEvent {
  publicId: string;
  source: string;
  instance: string;
  subject: string;
  write: Write;
  sequence?: number;
  /** Who it was, as the source says. */
  actor?: Actor;
}

/** Whom an event's actor is from now on; null: nobody knows. */
export interface NamedEvent {
  publicId: string;
  source: string;
  instance: string;
  actor: Actor | null;
  /** Grows each time that the event's actor is altered. */
  change: number;
}

interface WrittenRow {
  public_id: string;
  source: string;
  instance: string;
  subject: string;
  verb: Write['verb'];
  manager: string | null;
  subresource: string | null;
  from_at: number;
  to_at: number;
  sequence: number | null;
  actor: string | null;
  attribution: string | null;
  changes: number;
}

interface AttributionRow
  extends Omit<
    WrittenRow,
    | 'public_id'
    | 'attribution'
    | 'changes'
    | 'sequence'
    | 'actor'
    | 'instance'
    | 'source'
  > {
  id: string;
  actor: string;
}

/** Joins events with what audit logs say of the writes that made them, in whatever order the two come, to whichever replica. */
export class AttributionWriter {
  readonly #now: () => number;
  #purgedAt = 0;
  #rowsSincePurge = 0;

  /** @param options - `now` in milliseconds */
  static create(options: { now(): number }): AttributionWriter {
    return new AttributionWriter(options.now);
  }

  private constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * To be called first in a transaction that will {@link write}: of two commits on one subject the later one then sees what the earlier
   * one knew.
   */
  async lock(tx: Queryable, subjects: ReadonlySet<string>): Promise<void> {
    if (tx.engine !== 'postgres' || subjects.size === 0) return;
    const buckets = [...new Set([...subjects].map(bucketOf))].sort(
      (a, b) => a - b,
    );
    const list = tx.list('integer', buckets);
    await tx.all(`select pg_advisory_xact_lock(?, value) from ${list.rows}`, [
      LOCK_CLASS,
      list.param,
    ]);
  }

  /** To be called once the events are written; gives those whose actor is another one now. */
  async write(
    tx: Queryable,
    source: string,
    events: readonly WrittenEvent[],
    attributions: readonly Attribution[],
  ): Promise<NamedEvent[]> {
    if (events.length === 0 && attributions.length === 0) return [];
    await this.#noteEvents(tx, events);
    await this.#noteAttributions(tx, source, attributions);
    await this.#purge(tx, events.length + attributions.length);
    const said = new Map<string, Span>();
    for (const { subject, write } of events) widen(said, subject, write);
    for (const { subject, ...span } of attributions) widen(said, subject, span);
    return this.#settle(tx, source, said);
  }

  async #noteEvents(
    tx: Queryable,
    events: readonly WrittenEvent[],
  ): Promise<void> {
    await insertRows(
      tx,
      'written',
      [
        'public_id',
        'source',
        'instance',
        'subject',
        'verb',
        'manager',
        'subresource',
        'from_at',
        'to_at',
        'sequence',
        'actor',
        'changes',
        'kept_at',
      ],
      events.map(
        ({ publicId, source, instance, subject, write, sequence, actor }) => [
          publicId,
          source,
          instance,
          subject,
          write.verb,
          write.manager ?? null,
          write.subresource ?? null,
          Date.parse(write.from),
          Date.parse(write.to),
          sequence ?? null,
          actor ? JSON.stringify(actor) : null,
          0,
          this.#now(),
        ],
      ),
      'on conflict (public_id) do nothing',
    );
  }

  async #noteAttributions(
    tx: Queryable,
    source: string,
    attributions: readonly Attribution[],
  ): Promise<void> {
    await insertRows(
      tx,
      'attribution',
      [
        'source',
        'instance',
        'id',
        'subject',
        'verb',
        'manager',
        'subresource',
        'from_at',
        'to_at',
        'actor',
        'kept_at',
      ],
      attributions.map(said => [
        source,
        said.instance,
        said.id,
        said.subject,
        said.verb,
        said.manager ?? null,
        said.subresource ?? null,
        Date.parse(said.from),
        Date.parse(said.to),
        JSON.stringify(said.actor),
        this.#now(),
      ]),
      'on conflict (source, instance, id) do nothing',
    );
  }

  async #settle(
    tx: Queryable,
    source: string,
    said: ReadonlyMap<string, Span>,
  ): Promise<NamedEvent[]> {
    const subjects = tx.list('text', [...said.keys()]);
    const earliest = Math.min(...[...said.values()].map(({ from }) => from));
    const written = await tx.all<WrittenRow>(
      writtenStatement(subjects.isAnyOf, NEIGHBOURS_MAX),
      [subjects.param, earliest, source],
    );
    if (written.length === 0 || written.length === NEIGHBOURS_MAX) return [];
    const known = tx.list('text', [
      ...new Set(written.map(({ subject }) => subject)),
    ]);
    const logged = await tx.all<AttributionRow>(
      attributionsStatement(known.isAnyOf, NEIGHBOURS_MAX),
      [known.param, Math.min(...written.map(row => row.from_at)), source],
    );
    if (logged.length === 0 || logged.length === NEIGHBOURS_MAX) return [];
    const named: NamedEvent[] = [];
    for (const [subject, span] of said) {
      const made = written.filter(row => row.subject === subject);
      const writes = logged.filter(row => row.subject === subject);
      if (made.length === 0 || writes.length === 0) continue;
      const reading = attribute(made.map(madeOf), writes.map(loggedOf));
      for (const row of made) {
        // Only what lies in the time that is spoken of is known with all its neighbours.
        if (row.to_at < span.from || row.from_at > span.to) continue;
        const id = reading.get(row.public_id) ?? null;
        if (id === row.attribution) continue;
        // What was found out by an entry that is forgotten by now stays.
        const isForgotten =
          row.attribution !== null &&
          !writes.some(write => write.id === row.attribution);
        if (isForgotten) continue;
        const actor = writes.find(write => write.id === id)?.actor ?? row.actor;
        await tx.run(
          'update written set attribution = ?, changes = changes + 1 where public_id = ?',
          [id, row.public_id],
        );
        named.push({
          publicId: row.public_id,
          source: row.source,
          instance: row.instance,
          actor: actor === null ? null : (JSON.parse(actor) as Actor),
          change: row.changes + 1,
        });
      }
    }
    return named;
  }

  async #purge(tx: Queryable, rows: number): Promise<void> {
    this.#rowsSincePurge += rows;
    const now = this.#now();
    if (
      now - this.#purgedAt < PURGE_EVERY_MS &&
      this.#rowsSincePurge < PURGE_EVERY_ROWS
    ) {
      return;
    }
    this.#purgedAt = now;
    this.#rowsSincePurge = 0;
    await tx.run(
      `delete from written where public_id in (
         select public_id from written where kept_at < ? order by kept_at limit ${PURGE_ROWS}
       )`,
      [now - KEPT_MS],
    );
    const instances = await tx.all<{ source: string; instance: string }>(
      'select distinct source, instance from attribution',
    );
    for (const { source, instance } of instances) {
      const last = await tx.first<{ kept_at: number }>(
        `select kept_at from attribution where source = ? and instance = ?
         order by kept_at desc limit 1 offset ${KEPT_AN_INSTANCE}`,
        [source, instance],
      );
      await tx.run(
        `delete from attribution where source = ? and instance = ? and id in (
           select id from attribution
           where source = ? and instance = ? and kept_at <= ?
           order by kept_at limit ${PURGE_ROWS}
         )`,
        [
          source,
          instance,
          source,
          instance,
          Math.max(last?.kept_at ?? 0, now - KEPT_MS),
        ],
      );
    }
  }
}

interface Span {
  from: number;
  to: number;
}

function widen(
  spans: Map<string, Span>,
  subject: string,
  said: Pick<Write, 'from' | 'to'>,
): void {
  const span = spans.get(subject);
  const from = Date.parse(said.from);
  const to = Date.parse(said.to);
  spans.set(subject, {
    from: Math.min(span?.from ?? from, from),
    to: Math.max(span?.to ?? to, to),
  });
}

function madeOf(row: WrittenRow): MadeWrite {
  return {
    ...writeOf(row),
    publicId: row.public_id,
    sequence: row.sequence,
  };
}

function loggedOf(row: AttributionRow): LoggedWrite {
  const { name } = JSON.parse(row.actor) as Actor;
  return { ...writeOf(row), id: row.id, actor: name };
}

function writeOf(row: WrittenRow | AttributionRow) {
  const { verb, manager, subresource, from_at: from, to_at: to } = row;
  return { verb, manager, subresource, from, to };
}

function bucketOf(subject: string): number {
  return createHash('sha256').update(subject).digest()[0] % LOCKS;
}
