import type { HealthStatus } from '@ripplehq/backstage-plugin-changes-common';
import type { StoredEvent } from '../store/rows';

/** What a verdict needs of an alert, a health issue or an incident. @internal */
export type Trouble = Pick<
  StoredEvent,
  'type' | 'kind' | 'title' | 'severity' | 'status' | 'startedAt'
>;

/** A change of this kind that lasts is an incident of somebody outside. @internal */
export const INCIDENT_KIND = 'third-party';

/**
 * How bad things are while an alert, a health issue or a third party's incident lasts; undefined where it says nothing of health. How bad
 * something of unknown severity is, nobody knows: it is no less than a warning.
 * @internal
 */
export function statusOfIssue(
  event: Pick<Trouble, 'type' | 'kind' | 'severity' | 'status'>,
): Extract<HealthStatus, 'unhealthy' | 'degraded'> | undefined {
  const isIssue = event.type !== 'change' || event.kind === INCIDENT_KIND;
  if (!isIssue || event.status === 'suppressed' || event.severity === 'info') {
    return undefined;
  }
  return event.severity === 'critical' ? 'unhealthy' : 'degraded';
}

const SEVERITY_ORDER = ['critical', 'error', 'warning', 'unknown', 'info'];

/** Worst first, then oldest. @internal */
export function worstFirst<
  T extends Pick<StoredEvent, 'severity' | 'startedAt'>,
>(events: readonly T[]): T[] {
  return [...events].sort(
    (a, b) =>
      SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity) ||
      a.startedAt.localeCompare(b.startedAt),
  );
}
