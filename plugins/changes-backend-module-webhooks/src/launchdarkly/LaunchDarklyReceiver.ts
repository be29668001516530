import type { Config } from '@backstage/config';
import { AuthenticationError, InputError } from '@backstage/errors';
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
import { type Account as ToldAccount, toObservations } from './toObservations';

/** A flag with many rules, before and after. */
const LIMIT_BYTES = 2 * 1024 * 1024;
const SIGNATURE_HEADER = 'x-ld-signature';
const BASE_URL = 'https://app.launchdarkly.com';

type Account = ConfiguredInstance &
  Pick<ToldAccount, 'environments' | 'baseUrl'> & {
    readonly secrets: string[];
  };

/** Changes of flags, by LaunchDarkly's signed webhook. */
export class LaunchDarklyReceiver implements WebhookReceiver {
  readonly system = 'launchdarkly';
  readonly limitBytes = LIMIT_BYTES;
  readonly instances: readonly Account[];

  /** @throws InputError that names the key which does not fit */
  static fromConfig(config: Config): LaunchDarklyReceiver {
    return new LaunchDarklyReceiver(
      readInstances(config, 'launchdarkly', (one, key) => ({
        secrets: readSecrets(one, key),
        environments: readEnvironments(one),
        baseUrl: readBaseUrl(one, key),
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
        'The header X-LD-Signature is missing: switch on signing for the webhook in LaunchDarkly',
      );
    }
    if (!isSignedBy(this.#account(instance).secrets, raw, [given.trim()])) {
      throw new AuthenticationError(
        `The signature is not by a secret of changes.webhooks.launchdarkly, name '${instance}'`,
      );
    }
  }

  toObservations(
    body: unknown,
    _headers: Record<string, string>,
    receivedAt: string,
    instance: string,
  ): WebhookReading {
    const { environment, environments, baseUrl } = this.#account(instance);
    return toObservations(body, receivedAt, {
      instance,
      environment,
      environments,
      baseUrl,
    });
  }

  #account(name: string): Account {
    const account = this.instances.find(one => one.name === name);
    if (!account) {
      throw new AuthenticationError(`No LaunchDarkly account '${name}'`);
    }
    return account;
  }
}

function readEnvironments(config: Config): Map<string, string> {
  const environments = config.getOptionalConfig('environments');
  return new Map(
    environments?.keys().map(key => [key, environments.getString(key)]),
  );
}

function readBaseUrl(config: Config, key: string): string {
  const url = config.getOptionalString('baseUrl') ?? BASE_URL;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new InputError(
      `${key}.baseUrl: must be an address such as ${BASE_URL}, not '${url}'`,
    );
  }
  return url;
}
