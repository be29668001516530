import { once } from 'node:events';
import path from 'node:path';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { changesPlugin } from '@ripplehq/backstage-plugin-changes-backend';
import changesModuleKubernetes from '@ripplehq/backstage-plugin-changes-backend-module-kubernetes';
import knexFactory from 'knex';
import { GO } from '../Usage';

// collector DIRECTORY NAME=KUBECONFIG…: the changes backend with the Kubernetes module and nothing else, on a SQLite file in the directory.
const [directory, ...clusters] = process.argv.slice(2);
const knex = knexFactory({
  client: 'better-sqlite3',
  connection: { filename: path.join(directory, 'changes.sqlite') },
  useNullAsDefault: true,
  pool: { min: 1, max: 1 },
});
const told = once(process, GO);

async function main() {
  // Whoever else reads kubeconfigs has it loaded too; it takes a second.
  await import('@kubernetes/client-node');
  const backend = await startTestBackend({
    features: [
      changesPlugin,
      changesModuleKubernetes,
      catalogServiceMock.factory({ entities: [] }),
      mockServices.permissions.factory(),
      mockServices.rootConfig.factory({
        data: {
          changes: {
            kubernetes: {
              clusters: clusters.map(cluster => {
                const [name, kubeconfig] = cluster.split('=');
                return { name, kubeconfig };
              }),
            },
          },
        },
      }),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => ({
          // What is stored is read after the start: it is part of what is measured.
          getClient: async () => {
            await told;
            return knex;
          },
        }),
      }),
    ],
  });
  process.once('SIGTERM', () => {
    backend.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
