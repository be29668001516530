// Starts the portal on one port: the backend runs from source and serves the
// built app. Without a cluster it shows a simulated world.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildApp } from './lib/appBuild.mjs';
import { collectConfigSchema } from './lib/configSchema.mjs';
import { startBackend } from './lib/backend.mjs';
import { Demo } from './lib/demo/Demo.mjs';
import { requireFreeSpace } from './lib/disk.mjs';
import { readClusters } from './lib/kubeconfig.mjs';
import { makeFolder } from './lib/makeFolder.mjs';
import { requireFreePort } from './lib/port.mjs';
import { writePortalConfig } from './lib/portalConfig.mjs';
import { noteRunning, requireNotRunning } from './lib/running.mjs';
import { localDir, root } from './lib/workspace.mjs';

const USAGE = `usage: npm start [-- options]

Without a cluster it opens a simulated world, made anew at each start.

  --keep              go on with the simulated world of the last time, if that
                      was kept too
  --kubeconfig FILE   show the changes of a cluster; reads only, and only of
                      the contexts named
  --context NAME      a context of the kubeconfig, several times for several
                      clusters (its current context)
  --namespace NAME    a namespace, several times for several, where the account
                      may read nothing else
  --port N            the portal's port (7007)
  --data FOLDER       where it keeps its databases and its log (.local)
  --verbose           print the log instead of keeping it
`;
const DEFAULT_PORT = '7007';
const START_GIB = 2;

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: DEFAULT_PORT },
      keep: { type: 'boolean', default: false },
      kubeconfig: { type: 'string' },
      context: { type: 'string', multiple: true, default: [] },
      namespace: { type: 'string', multiple: true, default: [] },
      data: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`--port ${values.port} is not a port (1 to 65535)`);
  }
  if (values.context.length > 0 && !values.kubeconfig) {
    throw new Error('--context needs --kubeconfig');
  }
  if (values.namespace.length > 0 && !values.kubeconfig) {
    throw new Error('--namespace needs --kubeconfig');
  }
  if (values.keep && values.kubeconfig) {
    throw new Error(
      '--keep is for the simulated world; what a cluster did is always kept',
    );
  }
  return {
    ...values,
    port,
    kubeconfig: values.kubeconfig && fromCaller(values.kubeconfig),
    data: values.data ? fromCaller(values.data) : localDir,
  };
}

// npm runs scripts in the root: a relative path means the caller's folder.
function fromCaller(file) {
  return path.resolve(process.env.INIT_CWD ?? root, file);
}

/** The portal of a person's own clusters, until it is stopped. */
async function watchClusters({ clusters, data, port, verbose, signal }) {
  const configFiles = writePortalConfig({
    port,
    clusters,
    catalog: 'clusters',
    directory: data,
  });
  await buildApp();
  await collectConfigSchema();
  const logFile = path.join(data, 'portal.log');
  fs.rmSync(logFile, { force: true });
  const backend = startBackend({
    configFiles,
    logFile: verbose ? undefined : logFile,
  });
  signal.addEventListener('abort', () => backend.stop('SIGTERM'));
  say('Starting the portal');
  await backend.ready(port);
  const names = clusters.map(cluster => cluster.name).join(', ');
  if (!signal.aborted) {
    say(`
Ripple is at http://localhost:${port}
  It listens on 127.0.0.1 only: nobody else can reach it.
  It reads ${names} and never writes there.
  Ctrl-C stops it; what it has recorded stays in ${path.join(data, 'data')}.`);
  }
  if ((await backend.exited) !== 0) {
    throw new Error(`The portal's backend stopped.\n${backend.lastWords()}`);
  }
}

/** The portal of the simulated world, until it is stopped. */
async function showDemo({ data, keep, port, verbose, signal }) {
  await buildApp();
  await collectConfigSchema();
  say('Starting the simulated world and the portal');
  const demo = await Demo.start({ port, data, keep, verbose, signal });
  try {
    say(`
Ripple is at ${demo.url}
  What you see is simulated: clusters, GitHub and the other systems run on
  this machine, and something has just broken. A tour of five minutes starts
  on the first page.
  It listens on 127.0.0.1 only: nobody else can reach it.
  To see your own changes:   npm start -- --kubeconfig ~/.kube/config --context NAME
  To keep this world:        npm start -- --keep
  Ctrl-C stops it.
`);
    demo.caughtUp.then(() => say('The last 24 hours have been told.'));
    await demo.ended;
  } finally {
    await demo.stop();
  }
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

async function main() {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const { data, kubeconfig, port } = options;
  const clusters =
    kubeconfig && readClusters(kubeconfig, options.context, options.namespace);
  requireFreeSpace(root, START_GIB, 'the portal');
  await requireNotRunning(data);
  await requireFreePort(port);
  try {
    makeFolder(data);
    await noteRunning(data, port);
  } catch (error) {
    throw new Error(
      `${data} cannot be written to (${error.code}): choose another folder with --data`,
    );
  }

  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => stop.abort());
  }
  const { signal } = stop;
  try {
    await (clusters
      ? watchClusters({ ...options, clusters, signal })
      : showDemo({ ...options, signal }));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

main().catch(error => {
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
});
