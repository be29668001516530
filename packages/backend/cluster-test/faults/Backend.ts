import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PortalApi } from 'app/e2e/world/PortalApi.ts';
import { eventually } from 'app/e2e/world/eventually.ts';
import { typescriptArgs } from '../../../../scripts/lib/backstageCli.mjs';
import { freePort } from '../../../../scripts/lib/port.mjs';
import { startService } from '../../../../scripts/lib/service.mjs';
import { root } from '../../../../scripts/lib/workspace.mjs';

const TOKEN = 'token-of-the-tests-0123456789';
const START_TIMEOUT_MS = 180_000;
const PACKAGE = path.join(root, 'packages/backend');
const SHIFTED_CLOCK = path.join(import.meta.dirname, 'shiftedClock.cjs');

export interface BackendOptions {
  /** PostgreSQL's connection string for Ripple's own tables; absent: SQLite. */
  postgres?: string;
  /** Files of entities. */
  catalog: string[];
  /** `changes` of the configuration. */
  changes: object;
}

/** A backend process with the catalog and Ripple only, which can be hurt. */
export class Backend {
  readonly api: PortalApi;
  readonly #directory: string;
  readonly #port: number;
  #service: ReturnType<typeof startService> | undefined;
  #isFrozen = false;

  static async start(options: BackendOptions): Promise<Backend> {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-backend-'));
    const backend = new Backend(directory, await freePort());
    await mkdir(path.join(directory, 'data'));
    await backend.#configure(options);
    await backend.startAgain();
    return backend;
  }

  private constructor(directory: string, port: number) {
    this.#directory = directory;
    this.#port = port;
    this.api = PortalApi.withToken(`http://127.0.0.1:${port}`, TOKEN);
  }

  /** Of the process that runs or ran last. */
  get pid(): number {
    return this.#service!.pid!;
  }

  get logFile(): string {
    return path.join(this.#directory, 'backend.log');
  }

  /** Writes its configuration anew, which it reads while it runs. */
  async #configure(options: BackendOptions): Promise<void> {
    const baseUrl = `http://127.0.0.1:${this.#port}`;
    const sqlite = {
      client: 'better-sqlite3',
      connection: { directory: path.join(this.#directory, 'data') },
    };
    const connection = options.postgres && new URL(options.postgres);
    const config = {
      app: { baseUrl },
      backend: {
        baseUrl,
        listen: { host: '127.0.0.1', port: this.#port },
        auth: {
          externalAccess: [
            { type: 'static', options: { token: TOKEN, subject: 'faults' } },
          ],
        },
        // When PostgreSQL is away, only Ripple is to notice.
        database: connection
          ? {
              client: 'pg',
              connection: {
                host: connection.hostname,
                port: Number(connection.port),
                user: connection.username,
              },
              plugin: { catalog: sqlite },
            }
          : sqlite,
      },
      catalog: {
        rules: [{ allow: ['Component'] }],
        locations: options.catalog.map(target => ({ type: 'file', target })),
      },
      changes: { graph: { refreshSeconds: 2 }, ...options.changes },
    };
    await writeFile(this.#configFile, JSON.stringify(config));
  }

  /** Changes its configuration while it runs. */
  async reconfigure(options: BackendOptions): Promise<void> {
    await this.#configure(options);
  }

  /** Starts it on the databases that it has. Resolves when it answers. */
  async startAgain(options: { clockOffsetMs?: number } = {}): Promise<void> {
    const service = startService({
      args: [
        ...typescriptArgs,
        '--require',
        SHIFTED_CLOCK,
        'cluster-test/faults/leanBackend',
        '--config',
        this.#configFile,
      ],
      cwd: PACKAGE,
      env: {
        NODE_ENV: 'production',
        RIPPLE_TEST_CLOCK_OFFSET_MS: String(options.clockOffsetMs ?? 0),
      },
      logFile: this.logFile,
    });
    this.#service = service;
    await eventually(
      'the backend answers',
      async () => {
        if (service.exitCode !== undefined) return true;
        const { status } = await fetch(
          `http://127.0.0.1:${this.#port}/.backstage/health/v1/readiness`,
        );
        return status === 200;
      },
      START_TIMEOUT_MS,
    );
    if (service.exitCode !== undefined && !service.stopping) {
      throw new Error(`the backend ended: ${service.log.lastWords()}`);
    }
  }

  /** Whether it runs and was not told to end. */
  get isUp(): boolean {
    return (
      !this.#isFrozen &&
      this.#service !== undefined &&
      !this.#service.stopping &&
      this.#service.exitCode === undefined
    );
  }

  /** Ends it without a chance to tidy up. */
  async kill(): Promise<void> {
    this.#service?.stop('SIGKILL');
    await this.#service?.exited;
  }

  /** It does nothing any more, and does not know it, until it goes on. */
  freeze(): void {
    this.#isFrozen = true;
    process.kill(this.pid, 'SIGSTOP');
  }

  thaw(): void {
    process.kill(this.pid, 'SIGCONT');
    this.#isFrozen = false;
  }

  /** Ends it as a deployment would. */
  async shutDown(): Promise<void> {
    this.#service?.stop('SIGTERM');
    await this.#service?.exited;
  }

  /** Ends it and removes what it kept. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#directory, { recursive: true, force: true });
  }

  get #configFile(): string {
    return path.join(this.#directory, 'app-config.yaml');
  }
}
