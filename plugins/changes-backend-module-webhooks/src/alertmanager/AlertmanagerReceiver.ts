import type { Config } from '@backstage/config';
import { AuthenticationError } from '@backstage/errors';
import type {
  WebhookReading,
  WebhookReceiver,
} from '@ripplehq/backstage-plugin-changes-node';
import {
  type ConfiguredInstance,
  readInstances,
} from '../config/readInstances';
import { readSecrets } from '../config/readSecrets';
import { hasSecret } from '../proof/hasSecret';
import { toObservations } from './toObservations';

const LIMIT_BYTES = 2 * 1024 * 1024;

type Installation = ConfiguredInstance & {
  readonly secrets: string[];
  readonly cluster?: string;
};

/** Alerts of Prometheus, by Alertmanager's webhook. */
export class AlertmanagerReceiver implements WebhookReceiver {
  readonly system = 'alertmanager';
  readonly limitBytes = LIMIT_BYTES;
  readonly instances: readonly Installation[];

  /** @throws InputError that names the key which does not fit */
  static fromConfig(config: Config): AlertmanagerReceiver {
    return new AlertmanagerReceiver(
      readInstances(config, 'alertmanager', (one, key) => ({
        secrets: readSecrets(one, key),
        cluster: one.getOptionalString('cluster'),
      })),
    );
  }

  private constructor(instances: readonly Installation[]) {
    this.instances = instances;
  }

  async verify(
    _raw: Buffer,
    headers: Record<string, string>,
    instance: string,
  ): Promise<void> {
    if (
      !hasSecret(this.#installation(instance).secrets, headers.authorization)
    ) {
      throw new AuthenticationError(
        `Neither the bearer token nor the password is a secret of changes.webhooks.alertmanager, name '${instance}'`,
      );
    }
  }

  toObservations(
    body: unknown,
    _headers: Record<string, string>,
    receivedAt: string,
    instance: string,
  ): WebhookReading {
    const { cluster, environment } = this.#installation(instance);
    return toObservations(body, receivedAt, { instance, cluster, environment });
  }

  #installation(name: string): Installation {
    const installation = this.instances.find(one => one.name === name);
    if (!installation) {
      throw new AuthenticationError(`No Alertmanager '${name}'`);
    }
    return installation;
  }
}
