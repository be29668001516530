import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  Redactor,
  changesSourcesExtensionPoint,
} from '@ripplehq/backstage-plugin-changes-node';
import { KubernetesAudit, auditTokens, pipelineUsers } from './audit';
import { configuredClusters, portalClusters } from './clusters';
import { healthSettingsFrom } from './health';
import { KindChoice } from './kinds';
import { KubernetesSource } from './KubernetesSource';
import { ignoreRulesFrom } from './noise';
import { Pulse, systemTimers } from './reflector';

/**
 * Watches Kubernetes clusters for the changes plugin: those of `changes.kubernetes.clusters`, else all that the portal's Kubernetes
 * plugin knows.
 * @public
 */
export const changesModuleKubernetes = createBackendModule({
  pluginId: 'changes',
  moduleId: 'kubernetes',
  register(env) {
    env.registerInit({
      deps: {
        sources: changesSourcesExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
      },
      async init({ sources, config, logger, auth, discovery }) {
        const kinds = KindChoice.fromConfig(config);
        const tokens = auditTokens(config);
        if (tokens.size > 0) {
          sources.addAudit(
            KubernetesAudit.create({
              tokens,
              kindOf: id => kinds.all().get(id),
              pipelines: pipelineUsers(config),
            }),
          );
        }
        sources.addSource(
          KubernetesSource.create({
            supplier:
              configuredClusters(config) ?? portalClusters({ auth, discovery }),
            kinds,
            platformNamespaces: config.getOptionalStringArray(
              'changes.kubernetes.platformNamespaces',
            ),
            health: healthSettingsFrom(config),
            ignore: ignoreRulesFrom(config),
            redactor: Redactor.create({
              secretKey: config.getOptionalString('changes.secretKey'),
            }),
            logger,
            timers: { ...systemTimers, lastTurn: Pulse.start().lastTurn },
            random: Math.random,
          }),
        );
      },
    });
  },
});
