import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { ClusterEntityProvider } from './ClusterEntityProvider';

/** Fills this portal's catalog from the clusters, where `catalog.providers.cluster` is configured. */
export const catalogModuleCluster = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'cluster',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ auth, catalog, config, discovery, logger, scheduler }) {
        const provider = config.getOptionalConfig('catalog.providers.cluster');
        if (!provider) return;
        catalog.addEntityProvider(
          ClusterEntityProvider.create({
            auth,
            discovery,
            logger,
            schedule: scheduler.createScheduledTaskRunner({
              frequency: {
                seconds: provider.getOptionalNumber('refreshSeconds') ?? 60,
              },
              timeout: { minutes: 1 },
              scope: 'local',
            }),
          }),
        );
      },
    });
  },
});
