import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { changesSourcesExtensionPoint } from '@ripplehq/backstage-plugin-changes-node';
import { receivers } from './receivers';

/**
 * Takes the webhooks of the systems that `changes.webhooks` names.
 * @public
 */
export const changesModuleWebhooks = createBackendModule({
  pluginId: 'changes',
  moduleId: 'webhooks',
  register(env) {
    env.registerInit({
      deps: {
        changes: changesSourcesExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ changes, config }) {
        for (const receiver of receivers(config)) changes.addWebhook(receiver);
      },
    });
  },
});
