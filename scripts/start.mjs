// Starts the portal on one port: the backend runs from source and serves the
// built app.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildApp } from './lib/appBuild.mjs';
import { startBackend } from './lib/backend.mjs';
import { requireFreeSpace } from './lib/disk.mjs';
import { readClusters } from './lib/kubeconfig.mjs';
import { requireFreePort } from './lib/port.mjs';
import { writePortalConfig } from './lib/portalConfig.mjs';
import { noteRunning, requireNotRunning } from './lib/running.mjs';
import { localDir, root } from './lib/workspace.mjs';

const USAGE = `usage: npm start [-- options]

  --port N            the portal's port (7007)
  --kubeconfig FILE   show the changes of a cluster; reads only, and only of
                      the contexts named
  --context NAME      a context of the kubeconfig, several times for several
                      clusters (its current context)
  --data FOLDER       where it keeps its databases and its log (.local)
  --verbose           print the backend's log instead of keeping it
`;
const DEFAULT_PORT = '7007';
const START_GIB = 2;

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: DEFAULT_PORT },
      kubeconfig: { type: 'string' },
      context: { type: 'string', multiple: true, default: [] },
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

/** Which clusters are watched and who can reach the portal, in words. */
function describe({ clusters, data, port }) {
  const names = clusters.map(cluster => cluster.name).join(', ');
  return [
    `Ripple is at http://localhost:${port}`,
    '  It listens on 127.0.0.1 only: nobody else can reach it.',
    clusters.length > 0
      ? `  It reads ${names} and never writes there.`
      : `  It shows an example catalog without a cluster. To see your own changes:
    npm start -- --kubeconfig ~/.kube/config --context NAME`,
    `  Ctrl-C stops it; what it has recorded stays in ${path.join(
      data,
      'data',
    )}.`,
  ].join('\n');
}

async function main() {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const { data, kubeconfig, port } = options;
  const clusters = kubeconfig ? readClusters(kubeconfig, options.context) : [];
  requireFreeSpace(root, START_GIB, 'the portal');
  await requireNotRunning(data);
  await requireFreePort(port);

  const configFiles = writePortalConfig({
    port,
    clusters,
    catalog: clusters.length > 0 ? 'clusters' : 'examples',
    directory: data,
  });
  noteRunning(data, port);
  await buildApp();
  const backend = startBackend({
    configFiles,
    logFile: options.verbose ? undefined : path.join(data, 'portal.log'),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => backend.stop(signal));
  }
  process.stdout.write('Starting the portal\n');
  await backend.ready(port);
  process.stdout.write(`\n${describe({ clusters, data, port })}\n`);
  process.exitCode = await backend.exited;
}

main().catch(error => {
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
});
