// The tests on a real API server:
//   node packages/backend/cluster-test/run.mjs [--kubeconfig FILE | --kubebox PROGRAM…] [FILE…]
// Without a kubeconfig they bring up a cluster of their own with $KUBEBOX, or
// one after another with several programs, as of other versions. The cluster
// must be disposable: they make namespaces in it and change things.
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
  options: {
    kubeconfig: { type: 'string' },
    kubebox: { type: 'string', multiple: true },
  },
});
// npm runs scripts in the root: a relative path means the caller's folder.
const caller = process.env.INIT_CWD ?? process.cwd();
const { KUBEBOX } = process.env;
const kubeboxes =
  values.kubebox?.map(program => path.resolve(caller, program)) ??
  (KUBEBOX ? [KUBEBOX] : []);

if (values.kubeconfig) {
  process.env.RIPPLE_TEST_KUBECONFIG = path.resolve(caller, values.kubeconfig);
  await runTests();
} else if (kubeboxes.length > 0) {
  let exitCode = 0;
  for (const kubebox of kubeboxes) {
    if (kubeboxes.length > 1) process.stdout.write(`${kubebox}\n`);
    await withKubebox(kubebox, runTests);
    exitCode ||= Number(process.exitCode ?? 0);
  }
  process.exitCode = exitCode;
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

async function withKubebox(kubebox, action) {
  process.env.KUBEBOX = kubebox;
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
  const end = () => {
    down();
    process.exit(1);
  };
  const signals = ['SIGINT', 'SIGTERM'];
  for (const signal of signals) process.once(signal, end);
  try {
    await action();
  } finally {
    for (const signal of signals) process.off(signal, end);
    down();
  }
}
