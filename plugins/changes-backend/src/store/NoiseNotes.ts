import type { Noise } from '@ripplehq/backstage-plugin-changes-common';
import { insertRows } from './insertRows';
import type { Queryable } from './Sql';

/** What an instance of a source last said that it holds back. */
export interface NoiseNote {
  source: string;
  instance: string;
  noise: Noise;
}

/** What sources hold back because nobody would call it a change: the latest word of each instance. */
export class NoiseNotes {
  static create(): NoiseNotes {
    return new NoiseNotes();
  }

  private constructor() {}

  async write(
    tx: Queryable,
    { source, instance, noise }: NoiseNote,
  ): Promise<void> {
    await insertRows(
      tx,
      'source_noise',
      ['source', 'instance', 'body'],
      [[source, instance, JSON.stringify(noise)]],
      'on conflict (source, instance) do update set body = excluded.body',
    );
  }

  async all(queryable: Queryable): Promise<NoiseNote[]> {
    const rows = await queryable.all<{
      source: string;
      instance: string;
      body: string;
    }>('select source, instance, body from source_noise');
    return rows.map(({ source, instance, body }) => ({
      source,
      instance,
      noise: JSON.parse(body),
    }));
  }
}
