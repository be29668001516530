import { setTimeout as delay } from 'node:timers/promises';
import { printTable } from '../printTable';
import { median, quantile } from '../statistics';
import type { Bench } from './Bench';
import type { Probe } from './Probe';

const IDLE_MS = 10_000;
/** Of a recording, for each turn. */
const PART_MS = 15_000;
/** What was sent is still worked on. */
const AFTER_MS = 1_500;

interface Turn {
  cpuMs: number;
  lines: number;
  changes: number;
  longestHoldMs: number;
  delayP99Ms: number;
  delayMaxMs: number;
}

/** Sustained changes on a large cluster, against parsing the same lines of the watches alone. */
export async function changesBench(bench: Bench): Promise<void> {
  const cluster = await bench.cluster();
  const collector = await bench.collector(await bench.folder(), [cluster]);
  await bench.measure(collector, cluster.name);
  const { lists } = bench.server.asked(cluster.name);
  const reader = await bench.cluster();
  const bare = await bench.reader('bareReader', reader.kubeconfig, lists);
  await bench.measure(bare, reader.name);
  const sides = [
    { who: 'Ripple', name: cluster.name, program: collector },
    { who: 'bare', name: reader.name, program: bare },
  ];
  const rows = [];
  for (const [name, stream] of Object.entries(bench.recording.index.streams)) {
    const lines = bench.recording.lines(stream);
    const turns: Record<string, Turn[]> = { Ripple: [], bare: [] };
    for (let turn = 0; turn < bench.turns; turn++) {
      const range = { from: turn * PART_MS, to: (turn + 1) * PART_MS };
      for (const side of turn % 2 === 0 ? sides : sides.toReversed()) {
        const { probe } = side.program;
        const idle = await cpuOver(probe, IDLE_MS);
        const before = await probe.reset();
        const begun = performance.now();
        const sent = await bench.server.play(side.name, lines, {
          recordedAt: stream.startedAt,
          range,
        });
        await delay(AFTER_MS);
        const after = await probe.usage();
        const idleMs = (idle * (performance.now() - begun)) / IDLE_MS;
        turns[side.who].push({
          ...after,
          cpuMs: after.cpuMs - before.cpuMs - idleMs,
          lines: sent.lines,
          changes: (stream.changes * PART_MS) / stream.ms,
        });
      }
    }
    const of = (who: string, what: (turn: Turn) => number) =>
      median(turns[who].map(what));
    const perLine = (who: string) =>
      of(who, ({ cpuMs, lines: count }) => cpuMs / count);
    rows.push([
      name,
      turns.Ripple.reduce((sum, turn) => sum + turn.lines, 0),
      Math.round(turns.Ripple[0].lines / (PART_MS / 1000)),
      perLine('bare').toFixed(3),
      perLine('Ripple').toFixed(3),
      (perLine('Ripple') / perLine('bare')).toFixed(1),
      of('Ripple', ({ cpuMs, changes }) => cpuMs / changes).toFixed(2),
      Math.round(
        quantile(
          turns.Ripple.map(turn => turn.longestHoldMs),
          1,
        ),
      ),
      Math.round(of('Ripple', turn => turn.delayP99Ms)),
    ]);
  }
  await collector.stop();
  await bare.stop();
  process.stdout.write(
    `\nsustained changes, medians of ${bench.turns} turns\n`,
  );
  printTable(
    [
      'changes',
      'lines',
      'lines/s',
      'bare CPU ms/line',
      'Ripple CPU ms/line',
      'ratio',
      'Ripple CPU ms/write',
      'longest hold ms',
      'loop delay p99 ms',
    ],
    rows,
  );
}

async function cpuOver(probe: Probe, ms: number): Promise<number> {
  const before = await probe.usage();
  await delay(ms);
  return (await probe.usage()).cpuMs - before.cpuMs;
}
