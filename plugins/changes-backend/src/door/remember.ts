import { InputError } from '@backstage/errors';
import type { SourceState } from '@ripplehq/backstage-plugin-changes-common';
import type {
  SourceConnection,
  WebhookHistory,
  WebhookReading,
} from '@ripplehq/backstage-plugin-changes-node';
import { historyScope } from '../store/histories';

const ENTRIES_MAX = 1000;

/** Which delivery it is. */
export interface Arrival {
  instance: string;
  /** RFC 3339 */
  receivedAt: string;
}

/**
 * Stores what a delivery says, understood together with what is remembered of earlier ones about the same thing.
 *
 * Every delivery first adds its own entries, each in the transaction of what is then known, and looks again whether others came in
 * between: so the last one to arrive, whichever replica took it, speaks for all. Its observations are later ones than those of fewer
 * entries.
 *
 * @returns how many observations were stored
 * @throws InputError when more is told of one thing than can be remembered, or when something does not fit the schemas
 */
export async function remember(
  connection: Pick<SourceConnection, 'commit' | 'load'>,
  { observations = [], subjects = [], histories = [] }: WebhookReading,
  arrival: Arrival,
): Promise<number> {
  let stored = observations.length;
  if (observations.length > 0 || subjects.length > 0) {
    await connection.commit({ observations, subjects });
  }
  let problem: InputError | undefined;
  for (const history of histories) {
    try {
      stored += await addTo(history, connection, arrival);
    } catch (error) {
      // The others are stored all the same.
      if (!(error instanceof InputError)) throw error;
      problem ??= error;
    }
  }
  if (problem) throw problem;
  return stored;
}

async function addTo(
  history: WebhookHistory,
  connection: Pick<SourceConnection, 'commit' | 'load'>,
  { instance, receivedAt }: Arrival,
): Promise<number> {
  const scope = historyScope(instance, history.of);
  const { entry, subjects } = history;
  let known = await entriesOf(connection, scope);
  for (;;) {
    known.set(entry.id, entry);
    const forgotten = history.forget?.([...known.values()]) ?? [];
    for (const id of forgotten) known.delete(id);
    if (known.size > ENTRIES_MAX) {
      throw new InputError(
        `More than ${ENTRIES_MAX} deliveries are about '${history.of}'`,
      );
    }
    const observations = history.toObservations([...known.values()]);
    await connection.commit({
      observations,
      subjects,
      scope,
      states: [entry, ...forgotten.map(id => ({ id, body: null }))],
      position: receivedAt,
    });
    const now = await entriesOf(connection, scope);
    if (now.size === known.size) return observations.length;
    known = now;
  }
}

async function entriesOf(
  connection: Pick<SourceConnection, 'load'>,
  scope: string,
): Promise<Map<string, SourceState>> {
  const entries = new Map<string, SourceState>();
  for await (const entry of connection.load(scope)) {
    entries.set(entry.id, entry);
  }
  return entries;
}
