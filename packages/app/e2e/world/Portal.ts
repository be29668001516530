import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startBackend } from '../../../../scripts/lib/backend.mjs';
import { freePort } from '../../../../scripts/lib/port.mjs';
import { writePortalConfig } from '../../../../scripts/lib/portalConfig.mjs';
import { PortalApi } from './PortalApi.ts';

/** The caller of `POST /events`. */
const EXTERNAL_TOKEN = 'token-of-the-tests-0123456789';
const EXTERNAL_SUBJECT = 'e2e';
const CATALOG_KINDS = [
  'Component',
  'System',
  'API',
  'Resource',
  'Domain',
  'User',
  'Group',
];

export interface PortalOptions {
  clusters: { name: string; kubeconfig: string; context?: string }[];
  /** Catalog files; `clusters`: what the clusters' own labels tell of. */
  catalog: string[] | 'clusters';
  /** Laid over the portal's own configuration. */
  config?: object;
}

/** A portal of its own: the real backend as a process, serving the built app, with databases in a temporary folder. */
export class Portal {
  readonly #directory: string;
  readonly #configFiles: string[];
  readonly #port: number;
  #backend: ReturnType<typeof startBackend>;

  /** Resolves when it answers. The app must have been built. */
  static async start(options: PortalOptions): Promise<Portal> {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-portal-'));
    const port = await freePort();
    const { clusters, catalog, config = {} } = options;
    const files = writePortalConfig({
      port,
      clusters,
      catalog: catalog === 'clusters' ? catalog : 'examples',
      directory,
    }).filter(
      // A developer's own settings are no part of a test.
      file => !file.endsWith('app-config.local.yaml'),
    );
    const overlay = path.join(directory, 'app-config.test.yaml');
    await writeFile(
      overlay,
      // JSON is YAML.
      JSON.stringify({
        ...config,
        backend: {
          auth: {
            externalAccess: [
              {
                type: 'static',
                options: { token: EXTERNAL_TOKEN, subject: EXTERNAL_SUBJECT },
              },
            ],
          },
        },
        ...(catalog === 'clusters'
          ? {}
          : {
              catalog: {
                rules: [{ allow: CATALOG_KINDS }],
                locations: catalog.map(target => ({ type: 'file', target })),
              },
            }),
      }),
    );
    const portal = new Portal(directory, [...files, overlay], port);
    try {
      await portal.#ready();
    } catch (error) {
      await portal.stop();
      throw error;
    }
    return portal;
  }

  private constructor(directory: string, configFiles: string[], port: number) {
    this.#directory = directory;
    this.#configFiles = configFiles;
    this.#port = port;
    this.#backend = this.#spawn();
  }

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  /** Where it keeps its databases, its configuration and its log. */
  get directory(): string {
    return this.#directory;
  }

  get guest(): PortalApi {
    return PortalApi.asGuest(this.url);
  }

  /** A program that may post events. */
  get tool(): PortalApi {
    return PortalApi.withToken(this.url, EXTERNAL_TOKEN);
  }

  /** Ends it without a chance to tidy up. */
  async kill(): Promise<void> {
    this.#backend.stop('SIGKILL');
    await this.#backend.exited;
  }

  /** Starts it again on the same databases. */
  async startAgain(): Promise<void> {
    this.#backend = this.#spawn();
    await this.#ready();
  }

  /** Ends it and removes what it kept. */
  async stop(): Promise<void> {
    this.#backend.stop('SIGTERM');
    await this.#backend.exited;
    await rm(this.#directory, { recursive: true, force: true });
  }

  #spawn() {
    return startBackend({
      configFiles: this.#configFiles,
      logFile: path.join(this.#directory, 'portal.log'),
    });
  }

  async #ready(): Promise<void> {
    await this.#backend.ready(this.#port);
  }
}
