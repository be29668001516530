import { insertRows } from './insertRows';
import type { Queryable } from './Sql';

/** When each instance of a source last had an event. */
export class SourceInstances {
  static create(): SourceInstances {
    return new SourceInstances();
  }

  private constructor() {}

  /** `lastEventAt`: by instance, in milliseconds. Never moves back. */
  async note(
    tx: Queryable,
    source: string,
    lastEventAt: ReadonlyMap<string, number>,
  ): Promise<void> {
    await insertRows(
      tx,
      'source_instance',
      ['source', 'instance', 'last_event_at'],
      [...lastEventAt]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([instance, at]) => [source, instance, at]),
      `on conflict (source, instance) do update set last_event_at = excluded.last_event_at
       where source_instance.last_event_at < excluded.last_event_at`,
    );
  }
}
