// Runs a command with a real PostgreSQL for its tests, or without a command
// keeps one running:
//   yarn postgres yarn test:unit plugins/changes-backend
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startPostgres, testDatabaseEnv } from './lib/postgres.mjs';
import { root } from './lib/workspace.mjs';

const [command, ...args] = process.argv.slice(2);
const server = await startPostgres();
if (command) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...testDatabaseEnv(server) },
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => child.kill(signal));
  }
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
} else {
  for (const [name, value] of Object.entries(testDatabaseEnv(server))) {
    process.stdout.write(`export ${name}=${value}\n`);
  }
  // A pending promise alone would not keep the process alive.
  const alive = setInterval(() => {}, 60_000);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  clearInterval(alive);
}
await server.stop();
