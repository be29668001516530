import type { CodeAnswer } from '@ripplehq/backstage-plugin-changes-common';
import type { Queryable } from '../Sql';

/** A kept answer of a code provider, if it still holds. */
export async function keptCodeAnswer(
  queryable: Queryable,
  eventId: number,
  now: number,
): Promise<CodeAnswer | undefined> {
  const row = await queryable.first<{ body: string }>(
    'select body from code_answer where event_id = ? and (expires_at is null or expires_at > ?)',
    [eventId, now],
  );
  return row && JSON.parse(row.body);
}

/** @param kept - `expiresAt`: null for what never changes. */
export async function keepCodeAnswer(
  queryable: Queryable,
  kept: {
    eventId: number;
    answer: CodeAnswer;
    fetchedAt: number;
    expiresAt: number | null;
  },
): Promise<void> {
  await queryable.run(
    `insert into code_answer (event_id, body, fetched_at, expires_at) values (?, ?, ?, ?)
     on conflict (event_id) do update set body = excluded.body, fetched_at = excluded.fetched_at, expires_at = excluded.expires_at`,
    [kept.eventId, JSON.stringify(kept.answer), kept.fetchedAt, kept.expiresAt],
  );
}
