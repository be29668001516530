import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { keptConfigSchema } from './configSchema.mjs';
import { startService } from './service.mjs';
import { root } from './workspace.mjs';

const POLL_MS = 100;
const READY_TIMEOUT_MS = 180_000;
const SAY_AFTER_MS = 20_000;
const PROGRAM = 'src/index';
const RUN_TYPESCRIPT = path.join(root, 'scripts/lib/runTypescript.cjs');

/**
 * Runs packages/backend from source. With a log file only errors reach the
 * terminal, and only after the portal is up. Without configuration files it
 * loads, and waits for `configure`.
 *
 * @param {{
 *   configFiles?: string[],
 *   logFile?: string,
 *   nodeOptions?: string[],
 *   env?: Record<string, string>,
 *   program?: string,
 * }} options
 */
export function startBackend({
  configFiles,
  logFile,
  nodeOptions = [],
  env = {},
  program = PROGRAM,
}) {
  const schema = keptConfigSchema();
  const service = startService({
    args: [
      '--enable-source-maps',
      '--require',
      RUN_TYPESCRIPT,
      ...nodeOptions,
      program,
      ...(configFiles ?? []).flatMap(file => ['--config', file]),
    ],
    cwd: path.join(root, 'packages/backend'),
    env: {
      ...env,
      // In development each error would carry the stack to the browser.
      NODE_ENV: 'production',
      ...(schema ? { RIPPLE_CONFIG_SCHEMA: schema } : {}),
      ...(configFiles ? {} : { RIPPLE_CONFIG_LATER: '1' }),
    },
    logFile,
  });

  return {
    /** The configuration, now that it stands. */
    configure(files) {
      service.send({ configFiles: files });
    },

    exited: service.exited,
    stop: signal => service.stop(signal),
    lastWords: () => service.log.lastWords(),

    /**
     * Resolves when the portal answers with the app, and when it was told to
     * stop before. Throws with its last words when it ended by itself.
     */
    async ready(port) {
      const started = Date.now();
      let said = started;
      while (!service.stopping && !(await answers(port))) {
        if (service.exitCode !== undefined) {
          throw new Error(
            `The portal's backend stopped.\n${service.log.lastWords()}`,
          );
        }
        const now = Date.now();
        if (now > started + READY_TIMEOUT_MS) {
          service.stop('SIGTERM');
          throw new Error(
            `The portal did not answer within ${
              READY_TIMEOUT_MS / 1000
            } s.\n${service.log.lastWords()}`,
          );
        }
        if (now > said + SAY_AFTER_MS) {
          said = now;
          const seconds = Math.round((now - started) / 1000);
          process.stdout.write(
            `  still starting after ${seconds} s: ${service.log.lastLine()}\n`,
          );
        }
        await delay(POLL_MS);
      }
      service.log.echoErrors();
    },
  };
}

async function answers(port) {
  const origin = `http://127.0.0.1:${port}`;
  try {
    const readiness = await fetch(`${origin}/.backstage/health/v1/readiness`);
    if (!readiness.ok) return false;
    const page = await fetch(origin, { headers: { accept: 'text/html' } });
    return page.ok && (await page.text()).includes('id="root"');
  } catch {
    return false;
  }
}
