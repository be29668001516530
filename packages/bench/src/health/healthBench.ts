import { parseArgs } from 'node:util';
import { printTable } from '../printTable';
import { median } from '../statistics';
import { SyntheticCluster } from './SyntheticCluster';

const SIZES = [500, 5_000, 50_000];
const PART = 200;

/** What a change of one pod costs with all detectors, by how many pods there are. */
export async function healthBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { changes: { type: 'string', default: '10000' } },
  });
  const changes = Number(values.changes);
  const rows = SIZES.flatMap(size => {
    const asleep = SyntheticCluster.create(size);
    const awake = SyntheticCluster.create(size);
    awake.awake();
    // What the machine compiles and warms up is no part of it.
    for (const cluster of [asleep, awake]) {
      measure(cluster, changes, index => index % 3);
    }
    return (
      [
        ['a pod that is well', () => 0],
        ['a pod that crashes once more', (index: number) => 2 + (index % 50)],
      ] as const
    ).map(([what, restarts]) => {
      const bare = measure(asleep, changes, restarts);
      const all = measure(awake, changes, restarts);
      return [what, size, round(bare), round(all), round(all - bare)];
    });
  });
  printTable(
    [
      'change',
      'pods in the cluster',
      'µs without detectors',
      'µs with all',
      'of which detectors',
    ],
    rows,
  );
}

/** Median microseconds of taking in one change, over parts of some hundred. */
function measure(
  cluster: SyntheticCluster,
  changes: number,
  restarts: (index: number) => number,
): number {
  const parts: number[] = [];
  for (let first = 0; first < changes; first += PART) {
    const pods = Array.from({ length: PART }, (_, index) =>
      // Far apart, so that no two of a part are of one workload.
      cluster.pod(
        ((first + index) * 7919) % cluster.size,
        restarts(first + index),
      ),
    );
    const start = process.hrtime.bigint();
    for (const pod of pods) cluster.change(pod);
    parts.push(Number(process.hrtime.bigint() - start) / 1000 / PART);
  }
  return median(parts);
}

function round(microseconds: number): number {
  return Math.round(microseconds * 10) / 10;
}
