// Runs a benchmark from source: npm run bench -- NAME [options]
import { spawn } from 'node:child_process';
import path from 'node:path';
import { typescriptArgs } from './lib/backstageCli.mjs';
import { root } from './lib/workspace.mjs';

const entry = path.join(root, 'packages/bench/src/index.ts');
const child = spawn(
  process.execPath,
  [...typescriptArgs, entry, ...process.argv.slice(2)],
  // Files named on the command line are relative to the caller's folder.
  { cwd: process.env.INIT_CWD ?? root, stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', code => {
  process.exitCode = code ?? 1;
});
