import { readFile } from 'node:fs/promises';
import { WinstonLogger } from '@backstage/backend-defaults/rootLogger';
import { createConfigSecretEnumerator } from '@backstage/backend-defaults/rootConfig';
import {
  type BackendFeature,
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { type ConfigSchema, loadConfigSchema } from '@backstage/config-loader';
import { configSchemaExtensionPoint } from '@backstage/plugin-app-node';

/**
 * What needs the schema of the configuration, given one that the launcher has collected. Backstage collects it anew at each start, out
 * of the TypeScript of all packages, and compiles it once for the log and once for the app: together seconds.
 */
export async function withConfigSchema(
  file: string,
): Promise<BackendFeature[]> {
  const schema = await loadConfigSchema({
    serialized: JSON.parse(await readFile(file, 'utf8')),
  });
  return [rootLogger(schema), appSchema(schema)];
}

/** Backstage's own root logger in all but where the schema is from. */
function rootLogger(schema: ConfigSchema): BackendFeature {
  return createServiceFactory({
    service: coreServices.rootLogger,
    deps: { config: coreServices.rootConfig },
    async factory({ config }) {
      const logger = WinstonLogger.create({
        meta: {
          service: 'backstage',
          ...config.getOptionalConfig('backend.logger.meta')?.get(),
        },
        level: config.getOptionalString('backend.logger.level'),
      });
      const secretsOf = await createConfigSecretEnumerator({ logger, schema });
      const follow = () => {
        logger.addRedactions(secretsOf(config));
        logger.setLevelOverrides(
          (config.getOptionalConfigArray('backend.logger.overrides') ?? []).map(
            override => ({
              matchers: override.getConfig('matchers').get(),
              level: override.getString('level'),
            }),
          ),
        );
      };
      follow();
      config.subscribe?.(follow);
      return logger;
    },
  });
}

function appSchema(schema: ConfigSchema): BackendFeature {
  return createBackendModule({
    pluginId: 'app',
    moduleId: 'config-schema',
    register(reg) {
      reg.registerInit({
        deps: { app: configSchemaExtensionPoint },
        async init({ app }) {
          app.setConfigSchema(schema);
        },
      });
    },
  });
}
