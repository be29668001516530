// All tests that this machine can run: npm test
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { backstageCli } from './lib/backstageCli.mjs';
import { missingBrowser } from './lib/browser.mjs';
import { requireFreeSpace } from './lib/disk.mjs';
import {
  postgresPackage,
  startPostgres,
  testDatabaseEnv,
} from './lib/postgres.mjs';
import { command, countingCommand, skip, Stages } from './lib/stages.mjs';
import { root } from './lib/workspace.mjs';

const TEST_GIB = 2;

async function types() {
  return command(['node_modules/typescript/bin/tsc']);
}

async function launcher() {
  return countingCommand(['scripts/launcherTests.mjs']);
}

async function unit() {
  const server = postgresPackage() && (await startPostgres());
  const report = path.join(os.tmpdir(), `ripple-jest-${process.pid}.json`);
  let noPostgres = 0;
  if (!server) {
    noPostgres = 1;
    skip(
      `PostgreSQL: npm has none for ${process.platform}-${process.arch}; the database tests run on SQLite alone`,
    );
  }
  try {
    const run = await command(
      [
        backstageCli,
        'repo',
        'test',
        '--silent',
        '--json',
        `--outputFile=${report}`,
        ...process.argv.slice(2),
      ],
      {
        env: {
          CI: '1',
          BACKSTAGE_TEST_DISABLE_DOCKER: '1',
          NODE_OPTIONS:
            '--experimental-vm-modules --disable-warning=ExperimentalWarning',
          ...(server ? testDatabaseEnv(server) : {}),
        },
      },
    );
    const counts = readJestReport(report);
    const failed = run.failed ? Math.max(counts.failed, 1) : counts.failed;
    return { ...counts, failed, skipped: counts.skipped + noPostgres };
  } finally {
    fs.rmSync(report, { force: true });
    await server?.stop();
  }
}

function readJestReport(file) {
  const report = JSON.parse(fs.readFileSync(file, 'utf8'));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

async function browser() {
  const tests = path.join(root, 'packages/app/e2e/run.mjs');
  if (!fs.existsSync(tests)) return skip('there are no browser tests');
  const missing = missingBrowser();
  return missing ? skip(missing) : countingCommand([tests]);
}

requireFreeSpace(root, TEST_GIB, 'the tests');
const stages = new Stages();
await stages.run('types', types);
await stages.run('launcher', launcher);
await stages.run('unit and backend tests, SQLite and PostgreSQL', unit);
await stages.run('browser', browser);
stages.finish();
