import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { localDir } from '../../../../scripts/lib/workspace.mjs';
import { Bench } from './Bench';
import { changesBench } from './changesBench';
import { clustersBench } from './clustersBench';
import { firstListBench } from './firstListBench';
import { idleBench } from './idleBench';
import { Recording } from './Recording';
import { recordCluster } from './recordCluster';
import { restartBench } from './restartBench';

const PARTS: Record<string, (bench: Bench) => Promise<void>> = {
  first: firstListBench,
  restart: restartBench,
  changes: changesBench,
  idle: idleBench,
  clusters: clustersBench,
};

/** `npm run bench -- kubernetes`: what it costs to watch a large cluster. */
export async function kubernetesBench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      data: {
        type: 'string',
        default: path.join(localDir, 'bench-kubernetes'),
      },
      objects: { type: 'string', default: '50000' },
      turns: { type: 'string', default: '3' },
      clusters: { type: 'string', default: '8' },
      minutes: { type: 'string', default: '5' },
    },
  });
  const unknown = positionals.find(part => !PARTS[part]);
  if (unknown) {
    throw new Error(`'${unknown}' is none of ${Object.keys(PARTS).join(', ')}`);
  }
  const [objects, turns, clusters, minutes] = [
    values.objects,
    values.turns,
    values.clusters,
    values.minutes,
  ].map(Number);
  if (![objects, turns, clusters, minutes].every(number => number > 0)) {
    throw new Error(
      '--objects, --turns, --clusters and --minutes must be more than 0',
    );
  }
  const recording = await recordingOf(path.resolve(values.data), objects);
  const directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-bench-'));
  try {
    const bench = await Bench.create({
      recording,
      directory,
      turns,
      clusters,
      minutes,
    });
    try {
      for (const part of positionals.length > 0
        ? positionals
        : Object.keys(PARTS)) {
        await PARTS[part](bench);
      }
    } finally {
      await bench.close();
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function recordingOf(data: string, objects: number): Promise<Recording> {
  const recorded = path.join(data, 'recording');
  if (existsSync(path.join(recorded, 'index.json'))) {
    return Recording.open(recorded);
  }
  const kubebox = process.env.KUBEBOX;
  if (!kubebox) {
    throw new Error(
      `${recorded} holds no recording: KUBEBOX must name the program that makes a cluster to record`,
    );
  }
  await mkdir(data, { recursive: true });
  return recordCluster({ kubebox, directory: data, objects, say });
}

function say(text: string): void {
  process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}
