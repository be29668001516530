import fs from 'node:fs';
import path from 'node:path';
import YAML from 'yaml';
import { localDir, root } from './workspace.mjs';

const base = path.join(root, 'app-config.yaml');
const local = path.join(root, 'app-config.local.yaml');
const CATALOG_REFRESH_SECONDS = 15;

/**
 * Writes the configuration of a portal on one port into a folder, in which it
 * keeps its databases too. Returns the files for the backend, the last one wins.
 * With the catalog `clusters`, components and systems are those that the
 * clusters' own labels tell of, instead of the examples. `overlay` is laid over
 * all of it; with one the person's own app-config.local.yaml is left out, since
 * it may name clusters and accounts that have no business there.
 *
 * @param {{
 *   port: number,
 *   clusters: object[],
 *   catalog?: string,
 *   directory?: string,
 *   overlay?: object,
 * }} options
 */
export function writePortalConfig({
  port,
  clusters,
  catalog = 'examples',
  directory = localDir,
  overlay = undefined,
}) {
  const own = overlay ? {} : readConfig(local);
  const url = `http://localhost:${port}`;
  const config = {
    app: {
      baseUrl: url,
      // Every rebuild would leave a copy of the app in the database.
      disableStaticFallbackCache: true,
    },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port },
      cors: { origin: url },
      database: {
        client: 'better-sqlite3',
        connection: { directory: path.join(directory, 'data') },
      },
      logger: {
        overrides: [
          // An open page asks all day long: the log would fill the disk.
          { matchers: { type: 'incomingRequest' }, level: 'warn' },
          // It is meant to be at localhost.
          {
            matchers: { message: '/^backend.baseUrl is set to a localhost/' },
            level: 'error',
          },
        ],
      },
    },
    // Nobody but this machine can reach it.
    auth: {
      providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
    },
  };
  if (!own.kubernetes) {
    // Arrays of later files replace those of earlier ones.
    config.app.extensions = [
      ...(own.app?.extensions ?? readConfig(base).app.extensions),
      // Without clusters of its own, that plugin's tab shows only an error.
      { 'entity-content:kubernetes/kubernetes': false },
    ];
  }
  if (clusters.length > 0) {
    config.changes = { kubernetes: { clusters } };
  } else if (!own.kubernetes && !own.changes?.kubernetes) {
    config.changes = { sources: { kubernetes: false } };
  }
  if (catalog === 'clusters') {
    config.catalog = {
      locations: readConfig(base).catalog.locations.filter(
        ({ target }) => !target.endsWith('/entities.yaml'),
      ),
      providers: { cluster: { refreshSeconds: CATALOG_REFRESH_SECONDS } },
      // A new service's relations are wanted at once; the catalog is small.
      processingInterval: { seconds: 2 * CATALOG_REFRESH_SECONDS },
    };
    config.changes.graph = { refreshSeconds: CATALOG_REFRESH_SECONDS };
  }

  fs.mkdirSync(path.join(directory, 'data'), { recursive: true });
  const write = (name, content) => {
    const file = path.join(directory, name);
    fs.writeFileSync(file, YAML.stringify(content), { mode: 0o600 });
    return file;
  };
  const generated = write('app-config.portal.yaml', config);
  if (overlay)
    return [base, generated, write('app-config.overlay.yaml', overlay)];
  return [base, ...(fs.existsSync(local) ? [local] : []), generated];
}

function readConfig(file) {
  return fs.existsSync(file)
    ? YAML.parse(fs.readFileSync(file, 'utf8')) ?? {}
    : {};
}
