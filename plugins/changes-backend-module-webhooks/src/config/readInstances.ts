import { type Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { HumanDuration } from '@backstage/types';
import type { WebhookInstance } from '@ripplehq/backstage-plugin-changes-node';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
/** A receiver's silence is looked at every minute. */
const EXPECT_EVERY_MIN_SECONDS = 60;

/** What all systems' instances have in the config. */
export interface ConfiguredInstance extends WebhookInstance {
  /** What environment its events are of, where they do not say. */
  readonly environment?: string;
}

/**
 * The instances of `changes.webhooks.<system>`, each completed by what the system itself needs.
 *
 * @throws InputError that names the key which does not fit
 */
export function readInstances<T>(
  config: Config,
  system: string,
  complete: (config: Config, key: string) => T,
): (ConfiguredInstance & T)[] {
  const list = `changes.webhooks.${system}`;
  const names = new Set<string>();
  return (config.getOptionalConfigArray(list) ?? []).map((one, index) => {
    const key = `${list}[${index}]`;
    const name = one.getString('name');
    if (!NAME.test(name)) {
      throw new InputError(
        `${key}.name: must be letters, digits, '.', '_' and '-', at most 63, since it is a part of the webhook's address; not '${name}'`,
      );
    }
    if (names.has(name)) {
      throw new InputError(`${key}.name: '${name}' is there twice`);
    }
    names.add(name);
    return {
      name,
      environment: one.getOptionalString('environment'),
      expectEverySeconds: expectEvery(one, key),
      ...complete(one, key),
    };
  });
}

function expectEvery(config: Config, key: string): number | undefined {
  if (!config.has('expectEvery')) return undefined;
  const seconds = secondsOf(
    readDurationFromConfig(config, { key: 'expectEvery' }),
  );
  if (seconds < EXPECT_EVERY_MIN_SECONDS) {
    throw new InputError(
      `${key}.expectEvery: must be a minute or more, not ${seconds} s`,
    );
  }
  return seconds;
}

function secondsOf(duration: HumanDuration): number {
  const days =
    (duration.years ?? 0) * 365 +
    (duration.months ?? 0) * 30 +
    (duration.weeks ?? 0) * 7 +
    (duration.days ?? 0);
  const hours = days * 24 + (duration.hours ?? 0);
  const minutes = hours * 60 + (duration.minutes ?? 0);
  return (
    minutes * 60 + (duration.seconds ?? 0) + (duration.milliseconds ?? 0) / 1000
  );
}
