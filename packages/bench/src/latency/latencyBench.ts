import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Sources } from '@ripplehq/backstage-plugin-changes-common';
import { Portal } from 'app/e2e/world/Portal.ts';
import { Kubectl } from 'app/e2e/world/cluster/Kubectl.ts';
import { eventually } from 'app/e2e/world/eventually.ts';
import { printTable } from '../printTable';
import { median, quantile } from '../statistics';
import { Changes } from './Changes';
import { Reader } from './Reader';

const CLUSTER = 'bench';
const COMPONENT = 'bench';
/** How long the last changes are waited for. */
const GRACE_MS = 15_000;
/** Asking more often would cost the portal more than the changes do. */
const POLL_MS = 50;
const WARM_UP_CHANGES = 20;

/** `npm run bench -- latency`: how old a change is when Ripple's API first tells it. */
export async function latencyBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      kubeconfig: { type: 'string' },
      rate: { type: 'string', default: '20' },
      seconds: { type: 'string', default: '60' },
    },
  });
  if (!values.kubeconfig) {
    throw new Error('--kubeconfig FILE names the cluster that may be changed');
  }
  const rate = Number(values.rate);
  const seconds = Number(values.seconds);
  if (!(rate > 0 && seconds > 0)) {
    throw new Error('--rate and --seconds must be more than 0');
  }
  const kubeconfig = path.resolve(values.kubeconfig);
  const kubectl = Kubectl.create({ kubeconfig, kubebox: process.env.KUBEBOX });
  const namespace = `ripple-bench-${randomBytes(3).toString('hex')}`;
  const directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-bench-'));
  const proxy = await kubectl.proxy();
  await kubectl.run(['create', 'namespace', namespace]);
  let portal: Portal | undefined;
  try {
    const changes = await Changes.create({
      kubectl,
      url: proxy.url,
      namespace,
      cluster: CLUSTER,
      component: COMPONENT,
    });
    const catalog = path.join(directory, 'catalog.yaml');
    await writeFile(catalog, JSON.stringify(componentEntity()));
    portal = await Portal.start({
      clusters: [{ name: CLUSTER, kubeconfig }],
      catalog: [catalog],
    });
    await watched(portal);
    const reader = await Reader.create(await portal.guest.signedIn());
    await warmUp(changes, reader);
    const measured = await run(changes, reader, { rate, seconds });
    report({ ...measured, rate });
  } finally {
    await portal?.stop();
    await kubectl.run(['delete', 'namespace', namespace, '--wait=false']);
    proxy.close();
    await rm(directory, { recursive: true });
  }
}

async function warmUp(changes: Changes, reader: Reader): Promise<void> {
  for (let i = 0; i < WARM_UP_CHANGES; i++) reader.expect(await changes.next());
  await eventually('the first changes are told', async () => {
    await reader.read();
    return reader.missing === 0;
  });
}

async function run(
  changes: Changes,
  reader: Reader,
  { rate, seconds }: { rate: number; seconds: number },
) {
  const first = reader.latencies.length;
  const total = Math.round(rate * seconds);
  const begun = performance.now();
  let isDone = false;
  const writing = (async () => {
    const running: Promise<void>[] = [];
    for (let i = 0; i < total; i++) {
      const due = begun + (i * 1000) / rate;
      await delay(Math.max(due - performance.now(), 0));
      running.push(changes.next().then(change => reader.expect(change)));
    }
    await Promise.all(running);
    isDone = true;
  })();
  let deadline = Infinity;
  let wroteFor = 0;
  while (performance.now() < deadline) {
    await reader.read();
    if (isDone && deadline === Infinity) {
      wroteFor = performance.now() - begun;
      deadline = performance.now() + GRACE_MS;
    }
    if (isDone && reader.missing === 0) break;
    await delay(POLL_MS);
  }
  await writing;
  return {
    latencies: reader.latencies.slice(first),
    missing: reader.missing,
    achieved: total / (wroteFor / 1000),
  };
}

function report(result: {
  latencies: number[];
  missing: number;
  achieved: number;
  rate: number;
}): void {
  const { latencies, missing, achieved, rate } = result;
  printTable(
    [
      'changes/s asked',
      'changes/s made',
      'changes',
      'not told',
      'p50 ms',
      'p90 ms',
      'p99 ms',
      'max ms',
    ],
    [
      [
        rate,
        Math.round(achieved * 10) / 10,
        latencies.length + missing,
        missing,
        Math.round(median(latencies)),
        ...[0.9, 0.99, 1].map(part => Math.round(quantile(latencies, part))),
      ],
    ],
  );
  if (missing > 0) process.exitCode = 1;
}

async function watched(portal: Portal): Promise<void> {
  await eventually('the cluster is watched', async () => {
    const { sources } = await portal.guest.get<Sources>('/sources');
    return sources.some(
      ({ instance, state, scopes }) =>
        instance === CLUSTER && state === 'live' && scopes.length > 0,
    );
  });
  await eventually('the catalog is read', async () => {
    await portal.guest.entity(`component:default/${COMPONENT}`, 'health');
    return true;
  });
}

function componentEntity(): object {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: COMPONENT,
      annotations: { 'backstage.io/kubernetes-id': COMPONENT },
    },
    spec: { type: 'service', lifecycle: 'production', owner: 'team-core' },
  };
}
