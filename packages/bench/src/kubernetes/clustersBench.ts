import { setTimeout as delay } from 'node:timers/promises';
import type { PortalApi } from 'app/e2e/world/PortalApi.ts';
import { printTable } from '../printTable';
import { quantile } from '../statistics';
import type { Bench } from './Bench';
import type { MeasuredPortal } from './MeasuredPortal';
import type { Usage } from './Usage';

const CATALOG_ROUTE = '/api/catalog/entities/by-query?limit=20';
const ASK_EVERY_MS = 100;
const REST_MS = 10_000;
const CHANGES_MS = 30_000;

/** The whole portal: clusters of that size one after another, its memory, and how quickly the catalog answers meanwhile. */
export async function clustersBench(bench: Bench): Promise<void> {
  const rows: (string | number)[][] = [];
  const without = await bench.portal([]);
  const idle = await atRest(without);
  rows.push([
    'a portal without clusters',
    ...memoryOf(idle, idle),
    ...(await hold(without, () => delay(REST_MS))),
  ]);
  await without.stop();

  const clusters = await Promise.all(
    Array.from({ length: bench.clusters }, () => bench.cluster()),
  );
  const portal = await bench.portal(clusters);
  for (const [index, { name }] of clusters.entries()) {
    const held = await hold(portal, async () => {
      bench.server.open(name);
      await bench.server.read([name]);
    });
    rows.push([
      `${index + 1} of ${bench.recording.objects} objects, first list`,
      ...memoryOf(await atRest(portal), idle),
      ...held,
    ]);
    process.stdout.write(`${rows.at(-1)!.join('  ')}\n`);
  }
  const { changes } = bench.recording.index.streams;
  const lines = bench.recording.lines(changes);
  const held = await hold(portal, () =>
    bench.server.play(clusters[0].name, lines, {
      recordedAt: changes.startedAt,
      range: { from: 0, to: CHANGES_MS },
    }),
  );
  rows.push([
    'changes in one of them',
    ...memoryOf(await atRest(portal), idle),
    ...held,
  ]);
  await portal.stop();
  process.stdout.write('\nthe whole portal\n');
  printTable(
    [
      '',
      'RSS MiB',
      'above',
      'after a collection MiB',
      'above',
      'heap MiB',
      'above',
      'longest hold ms',
      'loop delay p99 ms',
      'catalog p50 ms',
      'p99 ms',
      'max ms',
    ],
    rows,
  );
}

interface Memory {
  asIs: Usage;
  collected: Usage;
}

async function atRest(portal: MeasuredPortal): Promise<Memory> {
  await delay(REST_MS);
  await portal.probe.settled();
  return {
    asIs: await portal.probe.usage(),
    collected: await portal.probe.collected(),
  };
}

function memoryOf(memory: Memory, idle: Memory): number[] {
  return [
    [memory.asIs.rssMib, idle.asIs.rssMib],
    [memory.collected.rssMib, idle.collected.rssMib],
    [memory.collected.heapMib, idle.collected.heapMib],
  ].flatMap(([now, then]) => [Math.round(now), Math.round(now - then)]);
}

/** How the portal answers while something goes on. */
async function hold(
  portal: MeasuredPortal,
  work: () => Promise<unknown>,
): Promise<number[]> {
  const guest = await portal.guest();
  const latencies: number[] = [];
  let isOver = false;
  await portal.probe.reset();
  const asking = (async () => {
    while (!isOver) {
      latencies.push(await ask(guest));
      await delay(ASK_EVERY_MS);
    }
  })();
  await work();
  isOver = true;
  await asking;
  const usage = await portal.probe.usage();
  return [
    usage.longestHoldMs,
    usage.delayP99Ms,
    ...[0.5, 0.99, 1].map(part => quantile(latencies, part)),
  ].map(Math.round);
}

async function ask(guest: PortalApi): Promise<number> {
  const begun = performance.now();
  await (await guest.fetch(CATALOG_ROUTE)).arrayBuffer();
  return performance.now() - begun;
}
