import type {
  WebhookHistory,
  WebhookReading,
} from '@ripplehq/backstage-plugin-changes-node';
import { understand } from '../payload/understand';
import {
  fingerprintOf,
  markFromState,
  markOf,
  outdated,
  stateOf,
} from './Mark';
import { type AlertContext, alertObservations } from './alert';
import { notification } from './payload';
import { subjectOf } from './subjectOf';

/** Alerts that fire at all times, to show that alerting works. */
const SIGNS_OF_LIFE = /^(watchdog|dead-?man'?s-?switch)$/i;

/** Which Alertmanager, and how its alerts are to be told. */
export type Installation = Omit<AlertContext, 'fingerprint' | 'receivedAt'>;

/**
 * What a notification of version 4 says of each of its alerts.
 *
 * @throws InputError that names the field which cannot be understood
 */
export function toObservations(
  body: unknown,
  receivedAt: string,
  installation: Installation,
): WebhookReading {
  const alerts = understand(notification, body).alerts.filter(
    ({ labels }) => !SIGNS_OF_LIFE.test(labels.alertname ?? ''),
  );
  const histories = alerts.map((alert): WebhookHistory => {
    const mark = markOf(alert, receivedAt);
    const { row } = subjectOf(mark.labels, installation);
    const fingerprint = fingerprintOf(alert);
    return {
      of: `alert/${fingerprint}`,
      entry: stateOf(mark),
      forget: outdated,
      subjects: row && [{ ...row, observedAt: mark.endsAt ?? mark.startsAt }],
      toObservations: entries =>
        alertObservations(
          entries.flatMap(entry => markFromState(entry) ?? []),
          { ...installation, fingerprint, receivedAt },
        ),
    };
  });
  return { histories };
}
