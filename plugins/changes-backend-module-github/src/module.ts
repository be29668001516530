import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { changesSourcesExtensionPoint } from '@ripplehq/backstage-plugin-changes-node';
import { GithubCodeProvider } from './GithubCodeProvider';
import { GithubSource } from './timeline/GithubSource';

/**
 * Shows the code behind a workload's change: commits, authors, pull requests and files from the repositories of the portal's
 * GitHub integrations; and on the timeline what GitHub itself reports: merged pull requests, pushes, releases, failed workflow runs, by
 * the webhooks that the portal's events system receives. It needs no configuration of its own beside `integrations.github`.
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
        events: eventsServiceRef,
        logger: coreServices.logger,
      },
      async init({ changes, config, events, logger }) {
        const integrations = ScmIntegrations.fromConfig(config);
        changes.addCodeProvider(
          GithubCodeProvider.create({ integrations, logger }),
        );
        changes.addSource(
          await GithubSource.create({ events, integrations, logger }),
        );
      },
    });
  },
});
