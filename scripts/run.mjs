// Runs a script of this repository with a fitting Node.js, after installing
// what is missing. Needs only Node >= 18 and npm:
//   node scripts/run.mjs                       install only
//   node scripts/run.mjs scripts/start.mjs …   a file
//   node scripts/run.mjs build:all …           a script of package.json
import { spawn } from 'node:child_process';
import path from 'node:path';
import { nodePath } from './lib/node.mjs';
import { install } from './lib/install.mjs';
import { childEnv, root, yarnFile } from './lib/workspace.mjs';

const ORPHAN_CHECK_MS = 500;

function run(command, args, env) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env });
  // A terminal signals the whole group; `kill` and npm signal only this process.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  // The shell between npm and us dies of a signal without passing it on.
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid !== parent) child.kill('SIGTERM');
    }, ORPHAN_CHECK_MS);
    watch.unref();
  }
  child.on('error', error => fail(error.message));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : code));
}

function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

try {
  const [script, ...rest] = process.argv.slice(2);
  const node = nodePath();
  const env = childEnv(node);
  await install(node, env);
  if (script?.endsWith('.mjs')) {
    run(node, [path.resolve(root, script), ...rest], env);
  } else if (script) {
    run(node, [yarnFile, 'run', script, ...rest], env);
  }
} catch (error) {
  fail(error.message);
}
