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
import { isSignedBy } from '../proof/isSignedBy';
import { toObservations } from './toObservations';

/** PagerDuty itself sends nothing over 256 kB. */
const LIMIT_BYTES = 512 * 1024;
const SIGNATURE_HEADER = 'x-pagerduty-signature';
const SIGNATURE_VERSION = 'v1=';

type Account = ConfiguredInstance & { readonly secrets: string[] };

/** Incidents of PagerDuty, by webhooks of version 3. */
export class PagerDutyReceiver implements WebhookReceiver {
  readonly system = 'pagerduty';
  readonly sendsAlerts = true;
  readonly limitBytes = LIMIT_BYTES;
  readonly instances: readonly Account[];

  /** @throws InputError that names the key which does not fit */
  static fromConfig(config: Config): PagerDutyReceiver {
    return new PagerDutyReceiver(
      readInstances(config, 'pagerduty', (one, key) => ({
        secrets: readSecrets(one, key),
      })),
    );
  }

  private constructor(instances: readonly Account[]) {
    this.instances = instances;
  }

  async verify(
    raw: Buffer,
    headers: Record<string, string>,
    instance: string,
  ): Promise<void> {
    const given = headers[SIGNATURE_HEADER];
    if (!given) {
      throw new AuthenticationError(
        'The header X-PagerDuty-Signature is missing: only webhooks of version 3 are signed',
      );
    }
    const signatures = given
      .split(',')
      .map(part => part.trim())
      .filter(part => part.startsWith(SIGNATURE_VERSION))
      .map(part => part.slice(SIGNATURE_VERSION.length));
    if (!isSignedBy(this.#account(instance).secrets, raw, signatures)) {
      throw new AuthenticationError(
        `No signature is by a secret of changes.webhooks.pagerduty, name '${instance}'`,
      );
    }
  }

  toObservations(
    body: unknown,
    _headers: Record<string, string>,
    receivedAt: string,
    instance: string,
  ): WebhookReading {
    const { environment } = this.#account(instance);
    return toObservations(body, receivedAt, { instance, environment });
  }

  #account(name: string): Account {
    const account = this.instances.find(one => one.name === name);
    if (!account) {
      throw new AuthenticationError(`No PagerDuty account '${name}'`);
    }
    return account;
  }
}
