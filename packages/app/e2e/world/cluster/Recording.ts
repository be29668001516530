import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import {
  type KubernetesObject,
  kubernetesObject,
} from 'demo/src/cluster/KubernetesObject.ts';
import { z } from 'zod';

const MAX_BYTES = 256 * 1024 * 1024;

const scene = z.object({
  name: z.string(),
  startedAt: z.iso.datetime(),
  /** How long before the recording's end it is told to have started. */
  minutesBeforeEnd: z.number().min(0),
});

const header = z.object({
  format: z.literal(1),
  /** Of the API server. */
  gitVersion: z.string(),
  endedAt: z.iso.datetime(),
  scenes: z.array(scene).min(1),
  /** resource → resourceVersion of its first list. */
  lists: z.record(z.string(), z.string()),
});

const line = z.object({
  resource: z.string(),
  /** Absent: it was in the first list. */
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED']).optional(),
  /** When the watch told it. */
  at: z.iso.datetime().optional(),
  object: kubernetesObject,
});

/** A stretch of the story. Its times are moved as one. */
export type Scene = z.infer<typeof scene>;

/** What a watch told. */
export interface RecordedEvent {
  resource: string;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  at: string;
  object: KubernetesObject;
}

/** The first list of each kind, and all that its watch told afterwards. */
export interface Recording {
  gitVersion: string;
  endedAt: string;
  scenes: Scene[];
  lists: Map<string, { resourceVersion: string; items: KubernetesObject[] }>;
  events: RecordedEvent[];
}

/** Writes gzipped lines of JSON: a header, then objects in the order in which they were told. */
export async function writeRecording(
  file: string,
  recording: Recording,
): Promise<void> {
  const { gitVersion, endedAt, scenes, lists, events } = recording;
  const versions = [...lists].map(([resource, { resourceVersion }]) => [
    resource,
    resourceVersion,
  ]);
  const lines: object[] = [
    {
      format: 1,
      gitVersion,
      endedAt,
      scenes,
      lists: Object.fromEntries(versions),
    },
  ];
  for (const [resource, { items }] of lists) {
    for (const object of items) lines.push({ resource, object });
  }
  lines.push(...events);
  const text = lines.map(item => JSON.stringify(item)).join('\n');
  await writeFile(file, await promisify(gzip)(text, { level: 9 }));
}

/** Reads what {@link writeRecording} wrote. Throws when it is not that. */
export async function readRecording(file: string): Promise<Recording> {
  const bytes = await promisify(gunzip)(await readFile(file), {
    maxOutputLength: MAX_BYTES,
  });
  const [first, ...rest] = bytes.toString('utf8').split('\n');
  const { gitVersion, endedAt, scenes, lists } = header.parse(
    JSON.parse(first),
  );
  const recording: Recording = {
    gitVersion,
    endedAt,
    scenes,
    lists: new Map(
      Object.entries(lists).map(([resource, resourceVersion]) => [
        resource,
        { resourceVersion, items: [] },
      ]),
    ),
    events: [],
  };
  for (const text of rest) {
    const { resource, type, at, object } = line.parse(JSON.parse(text));
    if (type && at) recording.events.push({ resource, type, at, object });
    else recording.lists.get(resource)?.items.push(object);
  }
  return recording;
}
