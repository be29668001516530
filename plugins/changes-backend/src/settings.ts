import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  type Environments,
  environmentsFromConfig,
} from './ingest/environments';

const DEFAULT_RETENTION_DAYS = 90;
const DEFAULT_DETAIL_DAYS = 30;

/** What the config says of ingest and store. */
export interface Settings {
  secretKey?: string;
  environments: Environments;
  retention: {
    days: number;
    detailDays: number;
    kindDays: Record<string, number>;
  };
}

/** @throws InputError that names the key which does not fit. */
export function readSettings(config: Config): Settings {
  const days =
    config.getOptionalNumber('changes.retention.days') ??
    DEFAULT_RETENTION_DAYS;
  const detailDays =
    config.getOptionalNumber('changes.retention.detailDays') ??
    Math.min(DEFAULT_DETAIL_DAYS, days);
  const kinds = config.getOptionalConfig('changes.retention.kinds');
  const kindDays = Object.fromEntries(
    (kinds?.keys() ?? []).map(kind => [kind, kinds!.getNumber(kind)]),
  );
  for (const [name, value] of Object.entries({
    days,
    detailDays,
    ...Object.fromEntries(
      Object.entries(kindDays).map(([kind, age]) => [`kinds.${kind}`, age]),
    ),
  })) {
    if (!(value > 0)) {
      throw new InputError(
        `changes.retention.${name}: must be more than 0 days, not ${value}`,
      );
    }
  }
  return {
    secretKey: config.getOptionalString('changes.secretKey'),
    environments: environmentsFromConfig(config),
    retention: { days, detailDays, kindDays },
  };
}
