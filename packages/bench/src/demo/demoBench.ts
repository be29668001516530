import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { Screen } from 'app/e2e/Screen.ts';
import { freePort } from '../../../../scripts/lib/port.mjs';
import { root } from '../../../../scripts/lib/workspace.mjs';
import { printTable } from '../printTable';
import { parseProcesses, treeOf } from './processTree';

const LAUNCHER = ['scripts/run.mjs', 'scripts/start.mjs'];
const READY = /^Ripple is at/m;
/** The service whose page the tour begins with. */
const SERVICE = 'data-processor';
const MINUTE_MS = 60_000;
const DISK_BLOCK_KIB = 1024;
const run = promisify(execFile);

/** `npm run bench -- demo`: how long until its page is there, and what its processes weigh as time goes by. */
export async function demoBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '60' },
      every: { type: 'string', default: '5' },
    },
  });
  const minutes = Number(values.minutes);
  const every = Number(values.every);
  if (!(minutes >= 0 && every > 0)) {
    throw new Error('--minutes and --every must be more than 0');
  }
  const data = await mkdtemp(path.join(os.tmpdir(), 'ripple-bench-demo-'));
  const port = await freePort();
  const begun = performance.now();
  const launcher = spawn(
    process.execPath,
    [...LAUNCHER, '--port', String(port), '--data', data],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(launcher, 'exit');
  try {
    await said(launcher.stdout, READY, ended);
    const answers = seconds(begun);
    const screen = await Screen.open({ url: `http://localhost:${port}` });
    await screen.goto('/');
    await screen.page
      .getByRole('row')
      .filter({ hasText: SERVICE })
      .first()
      .waitFor();
    const page = seconds(begun);
    printTable(
      ['', 'seconds'],
      [
        ['the portal answers', answers],
        ['the first page shows its services', page],
      ],
    );
    // It stays open, as a visitor's would.
    await screen.goto(`/catalog/default/component/${SERVICE}/changes`);
    const rows: (string | number)[][] = [];
    for (let minute = 0; minute <= minutes; minute += every) {
      await delay(Math.max(begun + minute * MINUTE_MS - performance.now(), 0));
      rows.push([minute, ...(await weigh(launcher.pid!, data))]);
      process.stdout.write(`${rows.at(-1)!.join('  ')}\n`);
    }
    printTable(
      [
        'minute',
        'launcher MiB',
        'world MiB',
        'backend MiB',
        'all MiB',
        'disk MiB',
      ],
      rows,
    );
    await screen.close();
  } finally {
    launcher.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true });
  }
}

/** Resident memory of launcher, world, backend and all of them; and the disk that they use. */
async function weigh(pid: number, data: string): Promise<number[]> {
  const ps = await run('ps', ['-A', '-o', 'pid=,ppid=,rss=,args=']);
  const processes = treeOf(pid, parseProcesses(ps.stdout));
  const sum = (rows: typeof processes) =>
    Math.round(rows.reduce((total, { rssMib }) => total + rssMib, 0));
  const isWorld = (row: { command: string }) =>
    row.command.includes('packages/demo/');
  const isBackend = (row: { command: string }) =>
    / src\/index( |$)/.test(row.command);
  const du = await run('du', ['-sk', data]);
  return [
    sum(processes.filter(row => !isWorld(row) && !isBackend(row))),
    sum(processes.filter(isWorld)),
    sum(processes.filter(isBackend)),
    sum(processes),
    Math.round(parseInt(du.stdout, 10) / DISK_BLOCK_KIB),
  ];
}

async function said(
  stream: NodeJS.ReadableStream,
  pattern: RegExp,
  ended: Promise<unknown>,
): Promise<void> {
  let text = '';
  const found = new Promise<void>(resolve => {
    stream.setEncoding('utf8').on('data', chunk => {
      text += chunk;
      if (pattern.test(text)) resolve();
    });
  });
  const early = ended.then(() => {
    throw new Error(`The demo did not start:\n${text}`);
  });
  await Promise.race([found, early]);
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 100) / 10;
}
