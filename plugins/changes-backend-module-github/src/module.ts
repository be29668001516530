import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { changesSourcesExtensionPoint } from '@ripplehq/backstage-plugin-changes-node';
import { GithubCodeProvider } from './GithubCodeProvider';

/**
 * Shows the code behind a workload's change: commits, authors, pull requests and files from the repositories of the portal's
 * GitHub integrations. It needs no configuration of its own beside `integrations.github`.
 * @public
 */
export const changesModuleGithub = createBackendModule({
  pluginId: 'changes',
  moduleId: 'github',
  register(env) {
    env.registerInit({
      deps: {
        changes: changesSourcesExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ changes, config, logger }) {
        changes.addCodeProvider(
          GithubCodeProvider.create({
            integrations: ScmIntegrations.fromConfig(config),
            logger,
          }),
        );
      },
    });
  },
});
