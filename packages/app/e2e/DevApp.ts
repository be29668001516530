import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { backstageCli } from '../../../scripts/lib/backstageCli.mjs';
import { freePort } from '../../../scripts/lib/port.mjs';
import { root } from '../../../scripts/lib/workspace.mjs';
import { eventually } from './world/eventually.ts';

const START_TIMEOUT_MS = 180_000;

/** The frontend plugin's own development app: its screens in each state, without a backend. */
export class DevApp {
  readonly url: string;
  readonly #server: ChildProcess;

  /** Resolves when it is built and served. */
  static async start(): Promise<DevApp> {
    const url = `http://localhost:${await freePort()}`;
    const server = spawn(process.execPath, [backstageCli, 'package', 'start'], {
      cwd: path.join(root, 'plugins/changes'),
      env: {
        ...process.env,
        APP_CONFIG_app_baseUrl: JSON.stringify(url),
        // Its own would be opened beside ours.
        BROWSER: 'none',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    for (const stream of [server.stdout, server.stderr]) {
      stream.on('data', chunk => output.push(String(chunk)));
    }
    const app = new DevApp(url, server);
    try {
      await eventually(
        'the development app is served',
        async () => server.exitCode !== null || (await fetch(url)).ok,
        START_TIMEOUT_MS,
      );
      if (server.exitCode !== null) throw new Error('It ended.');
      return app;
    } catch (error) {
      await app.stop();
      throw new Error(
        `The development app did not start.\n${output.join('')}`,
        {
          cause: error,
        },
      );
    }
  }

  private constructor(url: string, server: ChildProcess) {
    this.url = url;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  }
}
