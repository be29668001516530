import { setTimeout as pause } from 'node:timers/promises';
import {
  type DatabaseService,
  type LoggerService,
  type RootConfigService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { Sql, unsupportedEngine } from './Sql';

/** Waits; rejects when the signal aborts. */
type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

export interface DatabaseOptions {
  service: DatabaseService;
  /** Makes a new service: a service remembers a failed connection for ever. */
  renew(): Promise<DatabaseService>;
  config: RootConfigService;
  logger: LoggerService;
  wait?: Wait;
}

const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 30_000;
const SQLITE_CACHE_KIB = 65_536;
/** A page that changes again and again is then written to the file itself once. 4 KiB each. */
const SQLITE_CHECKPOINT_PAGES = 4_000;
const MIGRATIONS = resolvePackagePath(
  '@ripplehq/backstage-plugin-changes-backend',
  'migrations',
);

/** The plugin's database: connected to in the background, so that a portal starts without it. */
export class Database {
  readonly #options: DatabaseOptions;
  readonly #wait: Wait;
  #problem = 'The database is being connected to';

  /** @throws Error in one sentence where the configured engine is not supported. */
  static create(options: DatabaseOptions): Database {
    refuseUnsupported(options.config);
    return new Database(options);
  }

  private constructor(options: DatabaseOptions) {
    this.#options = options;
    this.#wait =
      options.wait ??
      (async (ms, signal) => {
        await pause(ms, undefined, { signal, ref: false });
      });
  }

  /** Why it is not open yet, in words that hold no secret. */
  get problem(): string {
    return this.#problem;
  }

  /** Tries until it is open and `use` has succeeded on it, or the signal aborts. */
  async open<T>(
    signal: AbortSignal,
    use: (sql: Sql) => Promise<T>,
  ): Promise<T> {
    let backoffMs = FIRST_BACKOFF_MS;
    let service: DatabaseService | undefined = this.#options.service;
    for (;;) {
      signal.throwIfAborted();
      try {
        const current: DatabaseService =
          service ?? (await this.#options.renew());
        service = undefined;
        await current.getClient();
        service = current;
        return await use(await openStore(current));
      } catch (error) {
        this.#problem = `The database of the changes plugin is not reachable: ${this.#reasonOf(
          error,
        )}`;
        this.#options.logger.warn(
          `${this.#problem}; trying again in ${backoffMs / 1000} s`,
        );
      }
      await this.#wait(backoffMs, signal);
      backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
    }
  }

  #reasonOf(error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    return secretsOf(this.#options.config).reduce(
      (text, secret) => text.replaceAll(secret, '…'),
      message.replace(/:\/\/[^\s/@]*@/g, '://…@'),
    );
  }
}

/** Of the operating system, and of PostgreSQL that shuts down, starts up or lost the connection. */
const AWAY_CODES =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|57P0[123]|08\w{3})$/;

/** Whether a statement failed because the database is away, so that to ask again later helps. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, name, message } = error as Error & { code?: string };
  return (
    AWAY_CODES.test(String(code)) ||
    name === 'KnexTimeoutError' ||
    /^Connection (ended unexpectedly|terminated)/.test(message)
  );
}

/** Brings the tables up to date and sets up the connection. */
export async function openStore(service: DatabaseService): Promise<Sql> {
  const knex = await service.getClient();
  const sql = Sql.create(knex);
  if (sql.engine === 'sqlite') await tuneSqlite(sql);
  if (!service.migrations?.skip) await migrate(knex);
  return sql;
}

/** Brings the tables up to date. */
export async function migrate(knex: Knex): Promise<void> {
  await knex.migrate.latest({ directory: MIGRATIONS });
}

// With a log beside the file, a commit need not wait for the disk: a power cut loses the last moments but breaks nothing.
async function tuneSqlite(sql: Sql): Promise<void> {
  for (const pragma of [
    'journal_mode = wal',
    'synchronous = normal',
    `cache_size = -${SQLITE_CACHE_KIB}`,
    `wal_autocheckpoint = ${SQLITE_CHECKPOINT_PAGES}`,
  ]) {
    await sql.all(`pragma ${pragma}`);
  }
}

function refuseUnsupported(config: RootConfigService): void {
  const client =
    config.getOptionalString('backend.database.plugin.changes.client') ??
    config.getOptionalString('backend.database.client');
  if (client?.startsWith('mysql')) throw new Error(unsupportedEngine(client));
}

function secretsOf(config: RootConfigService): string[] {
  return [
    'backend.database.plugin.changes.connection',
    'backend.database.connection',
  ].flatMap(key => {
    const connection = config.getOptional(key);
    const password =
      typeof connection === 'object' && connection !== null
        ? (connection as { password?: unknown }).password
        : undefined;
    return typeof password === 'string' && password !== '' ? [password] : [];
  });
}
