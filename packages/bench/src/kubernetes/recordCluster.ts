import { execFile } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { ApiClient } from './ApiClient';
import {
  Recording,
  type RecordedLine,
  type RecordedList,
  type RecordedStream,
  type RecordingIndex,
} from './Recording';

const PAGE_ITEMS = 500;
/** Written all the time by programs about themselves; or with values that belong in no file. */
const LEFT_OUT = /^(secrets|events|leases|componentstatuses)$/;
const STREAM_SECONDS = 90;
/** Followed by quiet, so that rollouts come to their ends. */
const QUIET_MS = 5_000;
const CHANGES_PER_SECOND = 20;
const STATUS_UPDATES_PER_SECOND = 50;
const CHANGED_KINDS = 'configmap,label,env,image,scale';
const run = promisify(execFile);

/**
 * Brings a cluster of many objects up with kubebox, unless its folder is there, and writes down how its API server lists them, and what
 * its watches tell while they change.
 */
export async function recordCluster(options: {
  kubebox: string;
  directory: string;
  objects: number;
  say(text: string): void;
}): Promise<Recording> {
  const { kubebox, directory, objects, say } = options;
  const cluster = path.join(directory, 'cluster');
  const recorded = path.join(directory, 'recording');
  await mkdir(recorded, { recursive: true });
  say(`a cluster of ${objects} objects in ${cluster}`);
  const up = await run(kubebox, [
    'up',
    '--dir',
    cluster,
    '--kubelet-events=warnings',
    '--fast-pods',
  ]);
  try {
    const client = await ApiClient.create(up.stdout.trim());
    const paths = await collections(client);
    if ((await countOf(client, '/api/v1/pods')) < objects / 5) {
      say('making its objects takes some minutes');
      await run(kubebox, [
        ...['load', '--dir', cluster, '--objects', String(objects)],
        ...['--namespaces', '50', '--wait', '40m'],
      ]);
    }
    const lists: RecordedList[] = [];
    for (const collection of paths) {
      lists.push(await recordList(client, collection, recorded));
    }
    const watched = lists.map(({ path: listPath }) => listPath);
    say('changes: ConfigMaps, labels, variables, images, replicas');
    const changes = await recordStream(client, watched, recorded, {
      name: 'changes',
      act: async () => {
        await run(kubebox, [
          ...['load', '--dir', cluster, '--namespaces', '50'],
          ...['--rate', String(CHANGES_PER_SECOND)],
          ...['--for', `${STREAM_SECONDS}s`, '--kinds', CHANGED_KINDS],
        ]);
        return CHANGES_PER_SECOND * STREAM_SECONDS;
      },
    });
    say('changes: the status of pods');
    const status = await recordStream(client, watched, recorded, {
      name: 'status',
      act: () => updateStatuses(client),
    });
    for (const file of ['ca.crt', 'apiserver.crt', 'apiserver.key']) {
      await copyFile(
        path.join(cluster, 'pki', file),
        path.join(recorded, file),
      );
    }
    const index: RecordingIndex = {
      gitVersion: JSON.parse(String(await client.get('/version', 'identity')))
        .gitVersion,
      lists,
      documents: await documentsOf(client),
      streams: { changes, status },
    };
    client.close();
    return await Recording.write(recorded, index);
  } finally {
    await run(kubebox, ['down', '--dir', cluster, '--keep']);
  }
}

interface ApiResource {
  name: string;
  verbs: string[];
}

async function groupVersions(client: ApiClient): Promise<string[]> {
  const groups = JSON.parse(String(await client.get('/apis', 'identity')));
  return [
    '/api/v1',
    ...groups.groups.map(
      (group: { preferredVersion: { groupVersion: string } }) =>
        `/apis/${group.preferredVersion.groupVersion}`,
    ),
  ];
}

/** All collections that can be listed and watched. */
async function collections(client: ApiClient): Promise<string[]> {
  const paths: string[] = [];
  for (const prefix of await groupVersions(client)) {
    const { resources } = JSON.parse(
      String(await client.get(prefix, 'identity')),
    ) as { resources: ApiResource[] };
    for (const { name, verbs } of resources) {
      if (
        verbs.includes('list') &&
        verbs.includes('watch') &&
        !LEFT_OUT.test(name)
      ) {
        paths.push(`${prefix}/${name}`);
      }
    }
  }
  return paths;
}

async function documentsOf(client: ApiClient): Promise<Record<string, string>> {
  const documents: Record<string, string> = {};
  for (const document of [
    '/version',
    '/api',
    '/apis',
    ...(await groupVersions(client)),
  ]) {
    documents[document] = String(await client.get(document, 'identity'));
  }
  return documents;
}

async function countOf(client: ApiClient, collection: string): Promise<number> {
  const { items, metadata } = JSON.parse(
    String(await client.get(`${collection}?limit=1`, 'identity')),
  );
  return items.length + (metadata.remainingItemCount ?? 0);
}

async function recordList(
  client: ApiClient,
  collection: string,
  directory: string,
): Promise<RecordedList> {
  const name = collection.replaceAll('/', '_').slice(1);
  const pages: RecordedList['pages'] = [];
  let next: string | undefined;
  let resourceVersion = '';
  let items = 0;
  do {
    const query = new URLSearchParams({
      limit: String(PAGE_ITEMS),
      ...(next ? { continue: next } : {}),
    });
    const { file, body } = await keep(
      client,
      `${collection}?${query}`,
      path.join(directory, `${name}-${pages.length}.json.gz`),
    );
    next = body.metadata.continue || undefined;
    resourceVersion = body.metadata.resourceVersion;
    items += body.items?.length ?? 0;
    pages.push({ file, next });
  } while (next);
  const { file } = await keep(
    client,
    collection,
    path.join(directory, `${name}.json.gz`),
  );
  return { path: collection, resourceVersion, items, pages, whole: file };
}

async function keep(client: ApiClient, request: string, file: string) {
  const bytes = await client.get(request, 'gzip');
  await writeFile(file, bytes);
  // Small answers come as they are.
  const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = (isZipped ? gunzipSync(bytes) : bytes).toString('utf8');
  return { file: path.basename(file), body: JSON.parse(text) };
}

async function recordStream(
  client: ApiClient,
  paths: string[],
  directory: string,
  { name, act }: { name: string; act(): Promise<number> },
): Promise<RecordedStream> {
  const lines: RecordedLine[] = [];
  const stop = new AbortController();
  const startedAt = new Date();
  const begun = performance.now();
  const watches = await Promise.all(
    paths.map(async collection => {
      const { metadata } = JSON.parse(
        String(await client.get(`${collection}?limit=1`, 'identity')),
      );
      const query = new URLSearchParams({
        watch: 'true',
        resourceVersion: metadata.resourceVersion,
        timeoutSeconds: '3600',
      });
      const response = await client.open(`${collection}?${query}`, {
        signal: stop.signal,
      });
      return { collection, response };
    }),
  );
  const reading = watches.map(async ({ collection, response }) => {
    let rest = '';
    try {
      for await (const chunk of response.setEncoding('utf8')) {
        const parts = (rest + chunk).split('\n');
        rest = parts.pop()!;
        const at = Math.round(performance.now() - begun);
        for (const line of parts) lines.push({ at, path: collection, line });
      }
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
  });
  const changes = await act();
  await delay(QUIET_MS);
  stop.abort();
  await Promise.all(reading);
  const file = `${name}.jsonl`;
  await writeFile(
    path.join(directory, file),
    lines.map(line => JSON.stringify(line)).join('\n'),
  );
  return {
    file,
    startedAt: startedAt.toISOString(),
    ms: Math.round(performance.now() - begun),
    changes,
    lines: lines.length,
  };
}

/** Lets pods report as kubelets do: only their status, a different pod each time. */
async function updateStatuses(client: ApiClient): Promise<number> {
  const { items } = JSON.parse(
    String(await client.get('/api/v1/pods?limit=2000', 'identity')),
  ) as { items: { metadata: { name: string; namespace: string } }[] };
  const total = STATUS_UPDATES_PER_SECOND * STREAM_SECONDS;
  const begun = performance.now();
  const running: Promise<void>[] = [];
  for (let index = 0; index < total; index++) {
    const due = begun + (index * 1000) / STATUS_UPDATES_PER_SECOND;
    await delay(Math.max(0, due - performance.now()));
    const { name, namespace } = items[index % items.length].metadata;
    running.push(report(client, `${namespace}/pods/${name}`, index));
  }
  await Promise.all(running);
  return total;
}

async function report(
  client: ApiClient,
  pod: string,
  sequence: number,
): Promise<void> {
  const response = await client.open(`/api/v1/namespaces/${pod}/status`, {
    method: 'PATCH',
    type: 'application/strategic-merge-patch+json',
    body: JSON.stringify({
      status: {
        conditions: [
          {
            type: 'PodScheduled',
            status: 'True',
            lastProbeTime: new Date().toISOString().replace(/\.\d+/, ''),
            message: `seen ${sequence}`,
          },
        ],
      },
    }),
  });
  response.resume();
  if (response.statusCode !== 200) {
    throw new Error(`${pod}: ${response.statusCode}`);
  }
}
