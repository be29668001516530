import { createHash } from 'node:crypto';
import path from 'node:path';
import knexFactory from 'knex';
import { printTable } from '../printTable';
import { median } from '../statistics';
import type { Bench } from './Bench';

const TABLES = [
  'event',
  'detail',
  'link',
  'subject',
  'subject_label',
  'source_state',
];

/** A restart while nothing has changed, from the store's opening on, against the bare list of all objects. */
export async function restartBench(bench: Bench): Promise<void> {
  const cluster = await bench.cluster();
  const folder = await bench.folder();
  const first = await bench.collector(folder, [cluster]);
  await bench.measure(first, cluster.name);
  await first.stop();
  const { lists } = bench.server.asked(cluster.name);
  const restarts = [];
  const bares = [];
  for (let turn = 0; turn < bench.turns; turn++) {
    bench.server.shut(cluster.name);
    const before = await contentOf(folder);
    const again = await bench.collector(folder, [cluster]);
    const reading = await bench.measure(again, cluster.name);
    await again.stop();
    const after = await contentOf(folder);
    restarts.push({
      ...reading,
      written: before === after ? 0 : 1,
    });
    const reader = await bench.cluster();
    const bare = await bench.reader('bareReader', reader.kubeconfig, lists);
    bares.push(await bench.measure(bare, reader.name));
    await bare.stop();
  }
  const listed = bench.server.asked(cluster.name);
  const cpu = (readings: { cpuMs: number }[]) =>
    median(readings.map(({ cpuMs }) => cpuMs));
  process.stdout.write(
    `\nrestart with nothing changed, medians of ${
      bench.turns
    } turns; lists again: ${listed.lists.join(' ')}\n`,
  );
  printTable(
    [
      '',
      'CPU s',
      '× bare',
      'wall s',
      'longest hold ms',
      'events, rows or states written',
    ],
    [
      [
        'Ripple',
        (cpu(restarts) / 1000).toFixed(2),
        (cpu(restarts) / cpu(bares)).toFixed(2),
        (median(restarts.map(({ wallMs }) => wallMs)) / 1000).toFixed(1),
        Math.round(median(restarts.map(({ after }) => after.longestHoldMs))),
        restarts.some(({ written }) => written > 0) ? 'yes' : 'none',
      ],
      [
        'bare list',
        (cpu(bares) / 1000).toFixed(2),
        '1.00',
        (median(bares.map(({ wallMs }) => wallMs)) / 1000).toFixed(1),
        '',
        '',
      ],
    ],
  );
}

/** A digest of what a collector's database holds, but for the positions and the times at which sources were heard. */
async function contentOf(folder: string): Promise<string> {
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: { filename: path.join(folder, 'changes.sqlite') },
    useNullAsDefault: true,
  });
  const hash = createHash('sha256');
  for (const table of TABLES) {
    for (const { observed_at: _, ...row } of await knex(table)) {
      for (const value of Object.values(row)) {
        hash.update(value instanceof Uint8Array ? value : String(value));
      }
    }
  }
  await knex.destroy();
  return hash.digest('hex');
}
