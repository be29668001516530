import { readFile } from 'node:fs/promises';
import type { Config } from '@backstage/config';
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
import type { JsonObject } from '@backstage/types';
import { fittingSchema } from './fittingSchema';

/** What `ConfigSchema.serialize` gives, as far as it is of interest. */
interface SerializedSchema extends JsonObject {
  schemas: { value: JsonObject; packageName: string; path: string }[];
}

type SchemaFor = (config: Config) => Promise<ConfigSchema>;

/**
 * What needs the schema of the configuration, given one that the launcher has collected. Backstage collects it anew at each start, out
 * of the TypeScript of all packages, and compiles it once for the log and once for the app: together seconds.
 */
export async function withConfigSchema(
  file: string,
): Promise<BackendFeature[]> {
  const whole: SerializedSchema = JSON.parse(await readFile(file, 'utf8'));
  // Most of it is of things that a portal does not have.
  const schemaFor: SchemaFor = config => {
    const data = config.getOptional() ?? {};
    return loadConfigSchema({
      serialized: {
        ...whole,
        schemas: whole.schemas.map(schema => ({
          ...schema,
          value: fittingSchema(schema.value, data),
        })),
      },
    });
  };
  return [rootLogger(schemaFor), appSchema(schemaFor)];
}

/** Backstage's own root logger in all but where the schema is from. */
function rootLogger(schemaFor: SchemaFor): BackendFeature {
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
      const follow = async () => {
        const secretsOf = await createConfigSecretEnumerator({
          logger,
          schema: await schemaFor(config),
        });
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
      await follow();
      config.subscribe?.(() => {
        follow().catch(error => logger.error(String(error)));
      });
      return logger;
    },
  });
}

function appSchema(schemaFor: SchemaFor): BackendFeature {
  return createBackendModule({
    pluginId: 'app',
    moduleId: 'config-schema',
    register(reg) {
      reg.registerInit({
        deps: {
          app: configSchemaExtensionPoint,
          config: coreServices.rootConfig,
        },
        async init({ app, config }) {
          app.setConfigSchema(await schemaFor(config));
        },
      });
    },
  });
}
