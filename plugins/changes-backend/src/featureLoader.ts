import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { changesPlugin } from './plugin';

/**
 * The changes plugin with the sources that the config calls for: Kubernetes where `kubernetes` or `changes.kubernetes` is configured,
 * GitHub where `integrations.github` is, webhooks where `changes.webhooks` is. `changes.sources.<name>: false` leaves one out.
 * @public
 */
export const changesFeatureLoader = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  async *loader({ config }) {
    yield changesPlugin;
    if (
      isWanted(config, 'kubernetes') &&
      (isConfigured(config, 'kubernetes') ||
        isConfigured(config, 'changes.kubernetes'))
    ) {
      yield import(
        '@ripplehq/backstage-plugin-changes-backend-module-kubernetes'
      );
    }
    if (
      isWanted(config, 'github') &&
      isConfigured(config, 'integrations.github')
    ) {
      yield import('@ripplehq/backstage-plugin-changes-backend-module-github');
    }
    if (
      isWanted(config, 'webhooks') &&
      isConfigured(config, 'changes.webhooks')
    ) {
      yield import(
        '@ripplehq/backstage-plugin-changes-backend-module-webhooks'
      );
    }
  },
});

function isWanted(config: Config, source: string): boolean {
  return config.getOptionalBoolean(`changes.sources.${source}`) ?? true;
}

// An empty key (`kubernetes:`), as create-app writes it, configures nothing.
function isConfigured(config: Config, key: string): boolean {
  if (!config.has(key)) return false;
  const value = config.getOptional(key);
  return Array.isArray(value)
    ? value.length > 0
    : typeof value === 'object' &&
        value !== null &&
        Object.keys(value).length > 0;
}
