import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { changesPermissions } from '@ripplehq/backstage-plugin-changes-common';
import {
  type AuditReceiver,
  type ChangeSource,
  type CodeProvider,
  type WebhookReceiver,
  changesSourcesExtensionPoint,
} from '@ripplehq/backstage-plugin-changes-node';
import { Changes } from './Changes';
import { DatabaseGate } from './router/DatabaseGate';
import { readSettings } from './settings';
import { Database } from './store/Database';

/**
 * The changes backend without any source. The package's default export brings the sources that the config calls for.
 * @public
 */
export const changesPlugin = createBackendPlugin({
  pluginId: 'changes',
  register(env) {
    const sources = new Map<string, ChangeSource>();
    const webhooks: WebhookReceiver[] = [];
    const audits: AuditReceiver[] = [];
    const codeProviders: CodeProvider[] = [];
    env.registerExtensionPoint(changesSourcesExtensionPoint, {
      addSource(source) {
        if (sources.has(source.source)) {
          throw new Error(
            `Two modules bring the source '${source.source}' to the changes plugin`,
          );
        }
        sources.set(source.source, source);
      },
      addWebhook(receiver) {
        webhooks.push(receiver);
      },
      addAudit(receiver) {
        audits.push(receiver);
      },
      addCodeProvider(provider) {
        codeProviders.push(provider);
      },
    });

    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootLifecycle: coreServices.rootLifecycle,
        signals: signalsServiceRef,
      },
      async init(deps) {
        const { config, httpRouter, lifecycle, logger } = deps;
        const settings = readSettings(config);
        const database = Database.create({
          service: deps.database,
          renew: () => renewed(deps),
          config,
          logger,
        });
        const gate = DatabaseGate.create({ problem: () => database.problem });
        httpRouter.use(gate.handler);
        // A provider proves itself by its signature, which the receiver checks.
        httpRouter.addAuthPolicy({
          path: '/webhooks',
          allow: 'unauthenticated',
        });
        // So does an API server, by its token.
        for (const { source } of audits) {
          httpRouter.addAuthPolicy({
            path: `/${source}/audit`,
            allow: 'unauthenticated',
          });
        }
        deps.permissionsRegistry.addPermissions(changesPermissions);

        const stop = new AbortController();
        const starting = database
          .open(stop.signal, sql =>
            Changes.create({
              ...deps,
              sql,
              settings,
              inputs: {
                sources: [...sources.values()],
                webhooks,
                audits,
                codeProviders,
              },
            }),
          )
          .then(
            changes => {
              gate.open(changes.router);
              return changes;
            },
            // Shut down before it was open.
            () => undefined,
          );
        lifecycle.addShutdownHook(async () => {
          stop.abort();
          await (await starting)?.stop();
        });
      },
    });
  },
});

// The portal's own service keeps the answer of its first attempt; a new manager of the same config asks again.
async function renewed(deps: {
  config: typeof coreServices.rootConfig.T;
  lifecycle: typeof coreServices.lifecycle.T;
  logger: typeof coreServices.logger.T;
  rootLifecycle: typeof coreServices.rootLifecycle.T;
}) {
  const { DatabaseManager } = await import(
    '@backstage/backend-defaults/database'
  );
  return DatabaseManager.fromConfig(deps.config, {
    rootLifecycle: deps.rootLifecycle,
    rootLogger: deps.logger,
  }).forPlugin('changes', deps);
}
