import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';

/**
 * Backstage's own databases, but in the demo they are not written through to the disk: what a power failure would cost is made anew at the
 * next start, and hundreds of waits for the disk are spared at each.
 */
export const demoDatabase = createServiceFactory({
  service: coreServices.database,
  deps: {
    config: coreServices.rootConfig,
    lifecycle: coreServices.lifecycle,
    logger: coreServices.logger,
    pluginMetadata: coreServices.pluginMetadata,
    rootLifecycle: coreServices.rootLifecycle,
    rootLogger: coreServices.rootLogger,
  },
  async createRootContext({ config, rootLifecycle, rootLogger }) {
    return {
      isDemo: config.has('demo'),
      manager: DatabaseManager.fromConfig(config, {
        rootLifecycle,
        rootLogger,
      }),
    };
  },
  async factory({ pluginMetadata, lifecycle, logger }, { isDemo, manager }) {
    const database = manager.forPlugin(pluginMetadata.getId(), {
      lifecycle,
      logger,
    });
    if (!isDemo) return database;
    return {
      ...database,
      async getClient() {
        const client = await database.getClient();
        // There is one connection, for as long as the process lives.
        await client.raw('pragma synchronous = off');
        return client;
      },
    };
  },
});
