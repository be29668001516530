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
import { SENDERS } from './alert';
import { toObservations } from './toObservations';

const LIMIT_BYTES = 2 * 1024 * 1024;

type Installation = ConfiguredInstance & {
  readonly secrets: string[];
  readonly cluster?: string;
};

/** Alerts of Prometheus by Alertmanager's webhook, and of Grafana, whose webhook has the same form. */
export class AlertmanagerReceiver implements WebhookReceiver {
  readonly system: keyof typeof SENDERS;
  readonly sendsAlerts = true;
  readonly limitBytes = LIMIT_BYTES;
  readonly instances: readonly Installation[];

  /** @throws InputError that names the key which does not fit */
  static fromConfig(
    system: keyof typeof SENDERS,
    config: Config,
  ): AlertmanagerReceiver {
    return new AlertmanagerReceiver(
      system,
      readInstances(config, system, (one, key) => ({
        secrets: readSecrets(one, key),
        cluster: one.getOptionalString('cluster'),
      })),
    );
  }

  private constructor(
    system: keyof typeof SENDERS,
    instances: readonly Installation[],
  ) {
    this.system = system;
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
        `Neither the bearer token nor the password is a secret of changes.webhooks.${this.system}, name '${instance}'`,
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
    return toObservations(body, receivedAt, {
      system: this.system,
      instance,
      cluster,
      environment,
    });
  }

  #installation(name: string): Installation {
    const installation = this.instances.find(one => one.name === name);
    if (!installation) {
      throw new AuthenticationError(
        `No ${SENDERS[this.system].name} '${name}'`,
      );
    }
    return installation;
  }
}
