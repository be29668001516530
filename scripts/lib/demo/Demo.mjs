import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startBackend } from '../backend.mjs';
import { writePortalConfig } from '../portalConfig.mjs';
import { demoConfig } from './demoConfig.mjs';
import { prepareDemoFolder } from './demoFolder.mjs';
import { SMALL_PORTAL, SMALL_PORTAL_ENV } from './smallHeap.mjs';
import { startWorld } from './world.mjs';

const POLL_MS = 200;
const USERS_TIMEOUT_MS = 60_000;

/** The simulated world and a portal that looks at it: two processes that end together. */
export class Demo {
  #world;
  #port;
  #spawnPortal;
  #portal;
  #stopping = false;
  #failed = Promise.withResolvers();
  #caughtUp = Promise.withResolvers();

  /**
   * Resolves when the portal answers and its users can sign in. Throws a
   * sentence with the last words of what did not start; nothing is left
   * running then, nor when `signal` aborts.
   *
   * `keep`: go on with the world and the databases of the last time.
   * `parts`: how to start the two processes, for tests.
   */
  static async start({
    port,
    data,
    keep = false,
    verbose = false,
    signal = undefined,
    parts = {},
  }) {
    const directory = path.join(data, 'demo');
    const { changes: secretKey, ...secrets } = prepareDemoFolder(directory, {
      keep,
    });
    const logFile = name => {
      if (verbose) return undefined;
      const file = path.join(directory, `${name}.log`);
      fs.rmSync(file, { force: true });
      return file;
    };
    const world = (parts.startWorld ?? startWorld)({
      start: {
        directory,
        portalUrl: `http://localhost:${port}`,
        keep,
        secrets,
      },
      logFile: logFile('world'),
    });
    const portalLog = logFile('portal');
    const demo = new Demo(world, port, () =>
      (parts.startBackend ?? startBackend)({
        logFile: portalLog,
        nodeOptions: SMALL_PORTAL,
        env: SMALL_PORTAL_ENV,
      }),
    );
    signal?.addEventListener('abort', () => demo.stop());
    try {
      signal?.throwIfAborted();
      // It loads while the world is being made.
      demo.#spawn();
      const stand = await Promise.race([world.ready(), demo.ended]);
      signal?.throwIfAborted();
      await demo.#open(
        writePortalConfig({
          port,
          directory,
          clusters: stand.clusters.map(({ name, kubeconfig }) => ({
            name,
            kubeconfig,
            context: name,
          })),
          overlay: demoConfig({ world: stand, secrets, secretKey }),
        }),
      );
      signal?.throwIfAborted();
    } catch (error) {
      await demo.stop();
      signal?.throwIfAborted();
      throw error;
    }
    return demo;
  }

  constructor(world, port, spawnPortal) {
    this.#world = world;
    this.#port = port;
    this.#spawnPortal = spawnPortal;
    for (const { promise } of [this.#failed, this.#caughtUp]) {
      // Who does not wait for it must not be ended by it.
      promise.catch(() => {});
    }
    world.failed.catch(error => this.#fail(error));
    world.on('caught-up', () => this.#caughtUp.resolve());
  }

  get url() {
    return `http://localhost:${this.#port}`;
  }

  /** Resolves when the world has come to the present, a few seconds after the start. */
  get caughtUp() {
    return this.#caughtUp.promise;
  }

  /** Resolves when both were stopped; rejects when one of them ended by itself. */
  get ended() {
    return this.#failed.promise;
  }

  /** Ends both. */
  async stop() {
    this.#stopping = true;
    this.#world.stop();
    this.#portal?.stop('SIGTERM');
    await Promise.all([this.#world.exited, this.#portal?.exited]);
    this.#failed.resolve();
  }

  async #open(configFiles) {
    this.#world.on('stop-portal', () =>
      this.#attempt(async () => {
        await this.#stopPortal();
        this.#world.send({ type: 'portal-stopped' });
      }),
    );
    this.#world.on('start-portal', () =>
      this.#attempt(async () => {
        this.#spawn();
        await this.#openPortal(configFiles);
        this.#world.send({ type: 'portal-started' });
      }),
    );
    await Promise.race([this.#openPortal(configFiles), this.ended]);
  }

  #spawn() {
    if (this.#stopping) return;
    const portal = this.#spawnPortal();
    this.#portal = portal;
    portal.exited.then(() => {
      if (this.#portal !== portal) return;
      this.#fail(
        new Error(`The portal's backend stopped.\n${portal.lastWords()}`),
      );
    });
  }

  async #openPortal(configFiles) {
    if (this.#stopping) return;
    const portal = this.#portal;
    portal.configure(configFiles);
    await portal.ready(this.#port);
    await this.#usersReady();
  }

  async #stopPortal() {
    const portal = this.#portal;
    this.#portal = undefined;
    portal?.stop('SIGTERM');
    await portal?.exited;
  }

  /** The users are known once the catalog has read their file. */
  async #usersReady() {
    const deadline = Date.now() + USERS_TIMEOUT_MS;
    while (!this.#stopping) {
      const refusal = await this.#signIn();
      if (!refusal) return;
      if (Date.now() > deadline) {
        throw new Error(`Nobody can sign in to the portal: ${refusal}`);
      }
      await delay(POLL_MS);
    }
  }

  /** Why nobody can sign in. */
  async #signIn() {
    try {
      const response = await fetch(`${this.url}/api/auth/demo/refresh`);
      return response.ok ? undefined : await response.text();
    } catch (error) {
      return String(error.cause ?? error);
    }
  }

  async #attempt(action) {
    try {
      await action();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error) {
    if (this.#stopping) return;
    this.#failed.reject(error);
    this.stop();
  }
}
