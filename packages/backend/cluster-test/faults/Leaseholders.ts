import pg from 'pg';
import type { Trial } from './Trial.ts';

const DATABASE = 'backstage_plugin_changes';

/** Which backend of a trial collects which cluster, as the database has it. */
export class Leaseholders {
  readonly #client: pg.Client;
  readonly #trial: Trial;

  static async of(trial: Trial): Promise<Leaseholders> {
    const url = new URL(trial.database!.upstream);
    url.pathname = DATABASE;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    return new Leaseholders(trial, client);
  }

  private constructor(trial: Trial, client: pg.Client) {
    this.#trial = trial;
    this.#client = client;
  }

  /** The index of each cluster's backend; -1 where it is none that runs. */
  async current(): Promise<Record<string, number>> {
    const { rows } = await this.#client.query<{
      scope: string;
      holder: string;
    }>(
      `select scope, holder from source_lease
       where source = 'kubernetes' and expires_at > extract(epoch from clock_timestamp()) * 1000`,
    );
    return Object.fromEntries(
      rows.map(({ scope, holder }) => [
        scope,
        this.#trial.backends.findIndex(
          // The host, the process, and what tells its lives apart.
          ({ pid }) => holder.split('/')[1] === String(pid),
        ),
      ]),
    );
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
