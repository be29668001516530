// The tests on a real API server:
//   node packages/backend/cluster-test/run.mjs [--kubeconfig FILE] [FILE…]
// Without a kubeconfig they bring up a cluster of their own with $KUBEBOX. The
// cluster must be disposable: they make namespaces in it and change things.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildApp } from '../../../scripts/lib/appBuild.mjs';
import {
  runNodeTests,
  skipNodeTests,
} from '../../../scripts/lib/nodeTests.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kubeconfig: { type: 'string' } },
});
const kubebox = process.env.KUBEBOX;
// npm runs scripts in the root: a relative path means the caller's folder.
const caller = process.env.INIT_CWD ?? process.cwd();

if (values.kubeconfig) {
  process.env.RIPPLE_TEST_KUBECONFIG = path.resolve(caller, values.kubeconfig);
  await runTests();
} else if (kubebox) {
  await withKubebox(runTests);
} else {
  skipNodeTests(
    'there is no cluster: name one that may be changed with --kubeconfig FILE, or set KUBEBOX',
  );
}

async function runTests() {
  const files =
    positionals.length > 0
      ? positionals.map(file => path.resolve(caller, file))
      : readdirSync(import.meta.dirname)
          .filter(name => name.endsWith('.cluster.ts'))
          .sort()
          .map(name => path.join(import.meta.dirname, name));
  await buildApp();
  await runNodeTests(files, {
    // These files have no package.json of their own that says "module".
    execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
  });
}

async function withKubebox(action) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'ripple-kubebox-'));
  const kubeboxRun = args => execFileSync(kubebox, args, { encoding: 'utf8' });
  // `up` refuses a folder that exists.
  rmSync(directory, { recursive: true });
  process.env.RIPPLE_TEST_KUBECONFIG = kubeboxRun([
    'up',
    '--dir',
    directory,
  ]).trim();
  process.env.RIPPLE_TEST_KUBEBOX_DIR = directory;
  const down = () => kubeboxRun(['down', '--dir', directory]);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      down();
      process.exit(1);
    });
  }
  try {
    await action();
  } finally {
    down();
  }
}
