import type { Queryable } from '../Sql';

export interface VerdictRow {
  symptom: string;
  verdict: 'cause' | 'not-cause';
  said_by: string;
  at: number;
}

/** What people said of an event, oldest first. */
export async function verdictsOf(
  queryable: Queryable,
  eventId: number,
): Promise<VerdictRow[]> {
  return queryable.all<VerdictRow>(
    'select symptom, verdict, said_by, at from verdict where event_id = ? order by at, id',
    [eventId],
  );
}

/** Adds a word; an earlier one of the same person stays. */
export async function addVerdict(
  queryable: Queryable,
  verdict: VerdictRow & { eventId: number },
): Promise<void> {
  await queryable.run(
    'insert into verdict (event_id, symptom, verdict, said_by, at) values (?, ?, ?, ?, ?)',
    [
      verdict.eventId,
      verdict.symptom,
      verdict.verdict,
      verdict.said_by,
      verdict.at,
    ],
  );
}
