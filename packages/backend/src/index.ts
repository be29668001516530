import { setFlagsFromString } from 'node:v8';
import { createBackend } from '@backstage/backend-defaults';
import { catalogModuleCluster } from './clusterCatalog/module';
import { authModuleDemo, demoDatabase, permissionModuleDemo } from './demo';
import { httpServer } from './httpServer';
import { configStands, withConfigSchema } from './start';

const backend = createBackend();

backend.add(httpServer);
backend.add(demoDatabase);

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-proxy-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(authModuleDemo);

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(permissionModuleDemo);

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(catalogModuleCluster);

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));

backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-events-backend-module-github'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));

backend.add(import('@backstage/plugin-kubernetes-backend'));

backend.add(import('@ripplehq/backstage-plugin-changes-backend'));

/** The launcher's: a file with the schema of the configuration, whether that is told later, and how V8 is to do once all is loaded. */
const { RIPPLE_CONFIG_SCHEMA, RIPPLE_CONFIG_LATER, RIPPLE_V8_LATER } =
  process.env;

async function start(): Promise<void> {
  if (RIPPLE_CONFIG_SCHEMA) {
    for (const feature of await withConfigSchema(RIPPLE_CONFIG_SCHEMA)) {
      backend.add(feature);
    }
  }
  if (RIPPLE_CONFIG_LATER) await configStands();
  await backend.start();
  if (RIPPLE_V8_LATER) setFlagsFromString(RIPPLE_V8_LATER);
}

start().catch(error => {
  // A portal without one of its plugins would answer neither yes nor no to
  // whether it is ready: what is wrong is said, then it ends.
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
