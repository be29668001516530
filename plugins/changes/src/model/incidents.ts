import { endAt, type LaneModel, type TimedEvent } from './timelineModel';
import type { TimeRange } from './TimeRange';

/** What one sees of the time before an incident. */
export const INCIDENT_LEAD_MS = 70 * 60_000;

/** A stretch in which the service itself was ill. */
export interface Incident {
  from: number;
  to: number;
  open: boolean;
  /** The health issue that began it, else the alert. */
  event: TimedEvent;
}

/** The incidents of the page's own lane, oldest first: its grave alerts and health issues, joined where they overlap. */
export function incidentsOf(lane: LaneModel, now: number): Incident[] {
  const grave = lane.issues.filter(
    ({ event }) => event.severity === 'error' || event.severity === 'critical',
  );
  const incidents: Incident[] = [];
  for (const event of grave) {
    const to = endAt(event, now);
    const last = incidents[incidents.length - 1];
    if (last && event.start <= last.to) {
      last.to = Math.max(last.to, to);
      last.open = last.open || event.open;
      if (last.event.event.type === 'alert' && event.event.type === 'health') {
        last.event = event;
      }
    } else {
      incidents.push({ from: event.start, to, open: event.open, event });
    }
  }
  return incidents;
}

/** From 70 minutes before the onset to the end. */
export function incidentView(incident: Incident): TimeRange {
  return { from: incident.from - INCIDENT_LEAD_MS, to: incident.to };
}

/** The incident before or after the one that is looked at; the latest where none is. */
export function nextIncident(
  incidents: readonly Incident[],
  direction: 'previous' | 'next',
  current: string | undefined,
): Incident | undefined {
  const index = incidents.findIndex(({ event }) => event.id === current);
  if (index < 0) return incidents[incidents.length - 1];
  return incidents[index + (direction === 'next' ? 1 : -1)];
}
