import { z } from 'zod';
import { oneLine } from '../text/oneLine';

/*
 * Version 4 of the webhook body, by the fields that are read, and what Grafana adds to it.
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 * https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
 */

const ALERTS_MAX = 1000;
const TEXTS_MAX = 100;
const VALUES_MAX = 10;
const NAME_MAX_CHARS = 100;
const TEXT_MAX_CHARS = 1000;

const texts = z
  .record(z.string(), z.unknown())
  .transform(record =>
    Object.fromEntries(
      Object.entries(record)
        .slice(0, TEXTS_MAX)
        .flatMap(([name, value]) => {
          const key = oneLine(name, NAME_MAX_CHARS);
          const text =
            typeof value === 'string' ? oneLine(value, TEXT_MAX_CHARS) : '';
          return key && text ? [[key, text]] : [];
        }),
    ),
  )
  .catch({});

const page = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .optional()
  .catch(undefined);

/** What the rule's queries gave. */
const values = z
  .record(z.string(), z.unknown())
  .transform(record =>
    Object.fromEntries(
      Object.entries(record)
        .slice(0, VALUES_MAX)
        .flatMap(([name, value]) => {
          const key = oneLine(name, NAME_MAX_CHARS);
          return key && typeof value === 'number' && Number.isFinite(value)
            ? [[key, value]]
            : [];
        }),
    ),
  )
  .optional()
  .catch(undefined);

const alert = z.object({
  status: z.enum(['firing', 'resolved']).catch('firing'),
  labels: texts,
  annotations: texts,
  startsAt: z.unknown().optional(),
  endsAt: z.unknown().optional(),
  generatorURL: page,
  dashboardURL: page,
  panelURL: page,
  silenceURL: page,
  values,
  fingerprint: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional()
    .catch(undefined),
});

/** The status of a group is not that of its alerts, and is not read. */
export const notification = z.object({
  alerts: z.array(alert).max(ALERTS_MAX),
});

export type Alert = z.infer<typeof alert>;
