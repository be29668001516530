import { median } from '../statistics';
import { printTable } from '../printTable';
import type { Bench, Reading } from './Bench';

const BARE = 'bare list and JSON.parse';

/** A cluster that nobody has read yet: until all is stored and watched, against the least that can be done and a client's informers. */
export async function firstListBench(bench: Bench): Promise<void> {
  const readings = new Map<string, Reading[]>();
  const note = (who: string, reading: Reading) =>
    readings.set(who, [...(readings.get(who) ?? []), reading]);
  for (let turn = 0; turn < bench.turns; turn++) {
    const cluster = await bench.cluster();
    const collector = await bench.collector(await bench.folder(), [cluster]);
    note('Ripple', await bench.measure(collector, cluster.name));
    await collector.stop();
    const { lists } = bench.server.asked(cluster.name);
    for (const [who, program] of [
      [BARE, 'bareReader'],
      ['@kubernetes/client-node informers', 'informerReader'],
    ] as const) {
      const reader = await bench.cluster();
      const running = await bench.reader(program, reader.kubeconfig, lists);
      note(who, await bench.measure(running, reader.name));
      await running.stop();
    }
  }
  const of = (who: string, what: (reading: Reading) => number) =>
    median(readings.get(who)!.map(what));
  const bare = of(BARE, ({ cpuMs }) => cpuMs);
  process.stdout.write(
    `\nfirst list of ${bench.recording.objects} objects (${bench.recording.index.gitVersion}), medians of ${bench.turns} turns\n`,
  );
  printTable(
    [
      '',
      'CPU s',
      '× bare',
      'wall s',
      'peak MiB above the start',
      'MiB kept',
      'heap MiB kept',
      'longest hold ms',
    ],
    [...readings.keys()].map(who => {
      const cpuMs = of(who, reading => reading.cpuMs);
      return [
        who,
        (cpuMs / 1000).toFixed(2),
        (cpuMs / bare).toFixed(2),
        (of(who, ({ wallMs }) => wallMs) / 1000).toFixed(1),
        Math.round(
          of(who, ({ before, after }) => after.peakRssMib - before.rssMib),
        ),
        Math.round(
          of(who, ({ before, settled }) => settled.rssMib - before.rssMib),
        ),
        Math.round(
          of(who, ({ before, settled }) => settled.heapMib - before.heapMib),
        ),
        Math.round(of(who, ({ after }) => after.longestHoldMs)),
      ];
    }),
  );
}
