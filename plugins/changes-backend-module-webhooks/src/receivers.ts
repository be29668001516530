import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { WebhookReceiver } from '@ripplehq/backstage-plugin-changes-node';
import { AlertmanagerReceiver } from './alertmanager';
import { LaunchDarklyReceiver } from './launchdarkly';
import { PagerDutyReceiver } from './pagerduty';

/** A row a system. */
const SYSTEMS: ReadonlyMap<string, (config: Config) => WebhookReceiver> =
  new Map<string, (config: Config) => WebhookReceiver>([
    [
      'alertmanager',
      config => AlertmanagerReceiver.fromConfig('alertmanager', config),
    ],
    ['grafana', config => AlertmanagerReceiver.fromConfig('grafana', config)],
    ['launchdarkly', LaunchDarklyReceiver.fromConfig],
    ['pagerduty', PagerDutyReceiver.fromConfig],
  ]);

/**
 * The receivers of the systems that `changes.webhooks` names.
 *
 * @throws InputError that names the key which does not fit
 */
export function receivers(config: Config): WebhookReceiver[] {
  const systems = config.getOptionalConfig('changes.webhooks')?.keys() ?? [];
  return systems
    .map(system => {
      const create = SYSTEMS.get(system);
      if (!create) {
        throw new InputError(
          `changes.webhooks.${system}: no such system; there are ${[
            ...SYSTEMS.keys(),
          ].join(', ')}`,
        );
      }
      return create(config);
    })
    .filter(({ instances }) => instances.length > 0);
}
