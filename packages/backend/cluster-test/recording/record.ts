// Records what the watches of a real control plane deliver while kubebox makes changes, for the tests that replay it:
//   KUBEBOX=PROGRAM node packages/backend/cluster-test/recording/record.ts
// The truth lies beside it: what `kubebox watch` counted meanwhile, what `kubebox load` wrote, and what kubectl was told to do.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Kubectl } from 'app/e2e/world/cluster/Kubectl.ts';
import { eventually } from 'app/e2e/world/eventually.ts';
import { root } from '../../../../scripts/lib/workspace.mjs';
import { Recorder } from './Recorder.ts';

const OUT = path.join(
  root,
  'plugins/changes-backend-module-kubernetes/src/__fixtures__/recorded',
);
/** As kubebox names them. */
const RESOURCES = [
  { path: '/apis/apps/v1/deployments', name: 'deployments.v1.apps' },
  { path: '/apis/apps/v1/replicasets', name: 'replicasets.v1.apps' },
  { path: '/api/v1/pods', name: 'pods.v1.' },
  { path: '/api/v1/configmaps', name: 'configmaps.v1.' },
];
const NAMESPACE = 'load-0';
const OBJECTS = 12;
const NAMESPACES = ['--namespaces', '1'];
// Who writes the like more often is counted instead of told.
const LOAD = ['--rate', '0.15', '--for', '160s'];
const LOAD_KINDS = 'configmap,label,image,scale';

async function main(): Promise<void> {
  const { KUBEBOX: kubebox } = process.env;
  if (!kubebox) throw new Error('set KUBEBOX to the program');
  const parent = await mkdtemp(path.join(os.tmpdir(), 'ripple-recording-'));
  // `up` refuses a folder that exists.
  const directory = path.join(parent, 'cluster');
  const box: Box = async (command, ...args) => {
    const { stdout } = await promisify(execFile)(kubebox, [
      command,
      '--dir',
      directory,
      ...args,
    ]);
    return stdout.trim();
  };
  try {
    const kubeconfig = await box('up', '--kubelet-events=none');
    const kubectl = Kubectl.create({ kubeconfig, kubebox });
    await box('load', ...NAMESPACES, '--objects', String(OBJECTS));
    const proxy = await kubectl.proxy();
    try {
      await record({ kubebox, directory, box, kubectl, url: proxy.url });
    } finally {
      proxy.close();
    }
  } finally {
    await box('down');
    await rm(parent, { recursive: true, force: true });
  }
}

/** Runs a command of kubebox for the cluster. */
type Box = (command: string, ...args: string[]) => Promise<string>;

interface Place {
  kubebox: string;
  directory: string;
  box: Box;
  kubectl: Kubectl;
  /** Where the API is served over HTTP. */
  url: string;
}

async function record(place: Place): Promise<void> {
  const { box, kubectl, url } = place;
  const recorders = await Promise.all(
    RESOURCES.map(resource => Recorder.start({ url, path: resource.path })),
  );
  const truth = watchWithKubebox(place);
  await truth.begun;
  const load = JSON.parse(
    await box('load', ...NAMESPACES, ...LOAD, '--kinds', LOAD_KINDS),
  ).change.kinds;
  const acts = await act(kubectl);
  await eventually('all is rolled out', () => isSettled(kubectl));
  await Promise.all(recorders.map(recorder => recorder.end()));
  const watch = await truth.end();
  const { serverVersion } = JSON.parse(
    await kubectl.run(['version', '-o', 'json']),
  );
  for (const recorder of recorders) {
    await writeFile(
      path.join(OUT, `${path.basename(recorder.path)}.jsonl.gz`),
      gzipSync(recorder.text(), { level: 9 }),
    );
  }
  await writeFile(
    path.join(OUT, 'truth.json'),
    `${JSON.stringify(
      { version: serverVersion.gitVersion, watch, load, acts },
      null,
      2,
    )}\n`,
  );
}

/** What people do, each once: without a time of its own, in place of another object, back to what was before. */
async function act(kubectl: Kubectl): Promise<string[]> {
  const acts = [
    'scale deployment/app-00000 --replicas=4',
    'rollout restart deployment/app-00001',
    'rollout undo deployment/app-00002',
    'delete configmap/app-00002',
    'create configmap brief --from-literal=a=1',
    'delete configmap/brief',
  ];
  for (const words of acts) {
    await kubectl.run(['-n', NAMESPACE, ...words.split(' ')]);
    await eventually('it is rolled out', () => isSettled(kubectl));
  }
  const map = await kubectl.run([
    '-n',
    NAMESPACE,
    'get',
    'configmap/app-00001',
    '-o',
    'json',
  ]);
  await kubectl.run(['replace', '--force', '-f', '-'], map);
  return [...acts, 'replace --force configmap/app-00001'];
}

interface Deployments {
  items: {
    metadata: { generation: number };
    spec: { replicas: number };
    status: Record<string, number | undefined>;
  }[];
}

async function isSettled(kubectl: Kubectl): Promise<boolean> {
  const { items } = await kubectl.get<Deployments>([
    'deployments',
    '-n',
    NAMESPACE,
  ]);
  return items.every(
    ({ metadata, spec, status }) =>
      status.observedGeneration === metadata.generation &&
      status.replicas === spec.replicas &&
      status.availableReplicas === spec.replicas &&
      status.updatedReplicas === spec.replicas,
  );
}

function watchWithKubebox({ kubebox, directory }: Place) {
  const child = spawn(
    kubebox,
    [
      'watch',
      '--dir',
      directory,
      '--resources',
      RESOURCES.map(({ name }) => name).join(),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  child.stdout.setEncoding('utf8').on('data', chunk => {
    text += chunk;
  });
  const begun = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.stderr.once('data', () => resolve());
  });
  const ended = new Promise<void>(resolve => {
    child.on('close', () => resolve());
  });
  return {
    begun,
    async end(): Promise<Record<string, Record<string, number>>> {
      child.kill('SIGTERM');
      await ended;
      const counts: Record<string, Record<string, number>> = JSON.parse(text);
      // That it was told to end it counts as an error.
      for (const count of Object.values(counts)) delete count.ERROR;
      return counts;
    },
  };
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
