import type { Observation } from '@ripplehq/backstage-plugin-changes-common';

const BY_WORD: ReadonlyMap<string, Observation['severity']> = new Map([
  ['critical', 'critical'],
  ['page', 'critical'],
  ['error', 'error'],
  ['high', 'error'],
  ['warning', 'warning'],
  ['info', 'info'],
  ['none', 'info'],
]);

/** By the label `severity`. */
export function severityOf(
  labels: Record<string, string>,
): Observation['severity'] {
  return BY_WORD.get(labels.severity?.toLowerCase() ?? '') ?? 'unknown';
}
