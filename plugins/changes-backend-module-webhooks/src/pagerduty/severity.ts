import type { Observation } from '@ripplehq/backstage-plugin-changes-common';

/** `P1`, `P2 - High`, `SEV-1`, `Sev 3`: accounts name their priorities themselves, and most so. */
const RANKED = /^(?:p|sev(?:erity)?)[\s_-]?([1-5])\b/i;

const BY_RANK: Record<string, Observation['severity']> = {
  1: 'critical',
  2: 'error',
  3: 'warning',
  4: 'info',
  5: 'info',
};

/**
 * An incident's priority, where it has one that can be ranked, else its urgency: PagerDuty wakes somebody up for a high one, which is
 * what `critical` means here.
 */
export function severityOf(incident: {
  priority?: string;
  urgency?: 'high' | 'low';
}): Observation['severity'] {
  const rank = RANKED.exec(incident.priority?.trim() ?? '')?.[1];
  if (rank) return BY_RANK[rank];
  if (incident.urgency === 'high') return 'critical';
  return incident.urgency === 'low' ? 'warning' : 'unknown';
}
