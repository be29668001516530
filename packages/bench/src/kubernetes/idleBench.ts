import { setTimeout as delay } from 'node:timers/promises';
import { printTable } from '../printTable';
import type { Bench } from './Bench';

const MINUTE_MS = 60_000;
const REQUESTS_OF_A_PAGE_VIEW = 15;

/** A cluster in which nothing changes: what its API server is asked, and what the collector does. */
export async function idleBench(bench: Bench): Promise<void> {
  const cluster = await bench.cluster();
  const collector = await bench.collector(await bench.folder(), [cluster]);
  await bench.measure(collector, cluster.name);
  const before = { ...bench.server.asked(cluster.name) };
  const used = await collector.probe.usage();
  await delay(bench.minutes * MINUTE_MS);
  const after = bench.server.asked(cluster.name);
  const usage = await collector.probe.usage();
  await collector.stop();
  const perMinute = (total: number) => (total / bench.minutes).toFixed(1);
  process.stdout.write(
    `\nan idle cluster, over ${bench.minutes} minutes; the Kubernetes plugin makes ${REQUESTS_OF_A_PAGE_VIEW} lists a page view\n`,
  );
  printTable(
    ['kinds watched', 'requests/min', 'kB/min', 'CPU ms/min'],
    [
      [
        before.lists.length,
        perMinute(after.requests - before.requests),
        perMinute((after.bytes - before.bytes) / 1000),
        perMinute(usage.cpuMs - used.cpuMs),
      ],
    ],
  );
}
