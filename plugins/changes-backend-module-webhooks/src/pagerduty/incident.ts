import {
  type Observation,
  formatSubject,
} from '@ripplehq/backstage-plugin-changes-common';
import { TITLE_MAX_CHARS } from '@ripplehq/backstage-plugin-changes-common/schema';
import { oneLine } from '../text/oneLine';
import type { Mark, Snapshot, Transition } from './Mark';
import { severityOf } from './severity';

/** Of two that happened at the same moment the later one in this list counts. */
const RANKS: Transition[] = [
  'triggered',
  'reopened',
  'unacknowledged',
  'acknowledged',
  'resolved',
];
const REMARKS_MAX = 50;
/** Where PagerDuty names no service. */
const NO_SERVICE = '_';

/** Whose incident it is. */
export interface IncidentContext {
  instance: string;
  environment?: string;
  incidentId: string;
}

/** The time from an opening to a resolve, or until now. */
interface Period {
  /** When it was reopened; absent of the first. */
  reopenedAt?: string;
  marks: Mark[];
  /** When it was reopened next. */
  until?: string;
}

/**
 * What all that is known of an incident says: an alert for the time from its trigger to its resolve, and one more for each time that it
 * was reopened. Whatever comes later, in PagerDuty's time or only here, is told by observations that are later than these.
 */
export function incidentObservations(
  known: readonly Mark[],
  context: IncidentContext,
): Observation[] {
  const marks = inOrder(known);
  // Of an incident of which only a note has come, nobody knows the service yet.
  if (!marks.some(({ incident }) => incident)) return [];
  const observedAt = marks[marks.length - 1].at;
  return periodsOf(marks).map(period => ({
    type: 'alert' as const,
    kind: 'incident',
    instance: context.instance,
    key: period.reopenedAt
      ? `incident/${context.incidentId}#${period.reopenedAt}`
      : `incident/${context.incidentId}`,
    observedAt,
    sequence: marks.length,
    environment: context.environment,
    ...stateOf(period, marks),
    ...appearanceOf(period, marks, context),
  }));
}

function inOrder(marks: readonly Mark[]): Mark[] {
  const unique = new Map(marks.map(mark => [mark.id, mark]));
  return [...unique.values()].sort(
    (a, b) =>
      Date.parse(a.at) - Date.parse(b.at) ||
      rankOf(a) - rankOf(b) ||
      (a.id < b.id ? -1 : 1),
  );
}

function rankOf({ transition }: Mark): number {
  return transition ? RANKS.indexOf(transition) : -1;
}

function periodsOf(marks: readonly Mark[]): Period[] {
  const openings = [
    ...new Set(
      marks.flatMap(({ transition, at }) =>
        transition === 'reopened' ? [at] : [],
      ),
    ),
  ];
  const periods: Period[] = [undefined, ...openings].map(
    (reopenedAt, index) => ({
      reopenedAt,
      until: openings[index],
      marks: [],
    }),
  );
  for (const mark of marks) {
    const index = openings.filter(at => begins(mark, at)).length;
    periods[index].marks.push(mark);
  }
  return periods;
}

// What is resolved at the moment of a reopening was so before it.
function begins({ at, transition }: Mark, opening: string): boolean {
  return at > opening || (at === opening && transition !== 'resolved');
}

function stateOf(
  period: Period,
  all: readonly Mark[],
): Pick<Observation, 'start' | 'end' | 'status'> {
  const start = startOf(period, all);
  const transitions = period.marks.filter(({ transition }) => transition);
  const resolved = transitions.filter(
    ({ transition }) => transition === 'resolved',
  );
  if (period.until !== undefined) {
    // What is reopened was resolved, at the latest then.
    return ended(start, resolved.at(-1)?.at ?? period.until);
  }
  const last = transitions.at(-1);
  if (last?.transition === 'resolved') return ended(start, last.at);
  if (last) {
    return {
      start,
      status: last.transition === 'acknowledged' ? 'acknowledged' : 'open',
    };
  }
  // No transition was delivered: what another delivery showed is the best that is known.
  const shown = period.marks.findLast(({ incident }) => incident?.status);
  if (shown?.incident?.status === 'resolved') return ended(start, shown.at);
  return {
    start,
    status:
      shown?.incident?.status === 'acknowledged' ? 'acknowledged' : 'open',
  };
}

function ended(start: string, at: string): Pick<Observation, 'start' | 'end'> {
  return { start, end: { at: at < start ? start : at, status: 'resolved' } };
}

// Only ever earlier as more is known, since the earliest start that was told stays.
function startOf(period: Period, all: readonly Mark[]): string {
  if (period.reopenedAt !== undefined) return period.reopenedAt;
  return all
    .flatMap(({ at, incident }) => [at, incident?.createdAt ?? at])
    .reduce((earliest, at) => (at < earliest ? at : earliest));
}

function appearanceOf(
  period: Period,
  all: readonly Mark[],
  { instance, incidentId }: IncidentContext,
): Pick<
  Observation,
  'title' | 'severity' | 'actor' | 'subjects' | 'links' | 'evidence' | 'raw'
> {
  const shown = asShown(period, all);
  const { number, title, url, serviceName } = shown;
  const name =
    number === undefined ? `Incident ${incidentId}` : `Incident #${number}`;
  const opened = period.marks.find(
    ({ transition }) =>
      transition === (period.reopenedAt ? 'reopened' : 'triggered'),
  );
  return {
    title: oneLine(
      title ?? (serviceName ? `${name} of ${serviceName}` : name),
      TITLE_MAX_CHARS,
    ),
    severity: severityOf(shown),
    actor: opened?.agent,
    subjects: [serviceSubject(instance, shown.serviceId ?? NO_SERVICE)],
    links: url ? [{ title: `${name} in PagerDuty`, url }] : [],
    evidence: evidenceOf(period, shown, name),
    raw: { id: incidentId, ...shown },
  };
}

/** The subject of a service of an account. */
export function serviceSubject(instance: string, serviceId: string): string {
  return formatSubject({ source: 'pagerduty', parts: [instance, serviceId] });
}

// As it was shown last in the period; what was not shown then, as before it, else as after it.
function asShown(period: Period, all: readonly Mark[]): Snapshot {
  const before = all.filter(
    ({ at }) => period.reopenedAt !== undefined && at <= period.reopenedAt,
  );
  return [[...all].reverse(), before, period.marks]
    .flat()
    .reduce<Snapshot>(
      (shown, { incident }) => ({ ...shown, ...definedOf(incident) }),
      {},
    );
}

function definedOf(incident: Snapshot | undefined): Snapshot {
  return Object.fromEntries(
    Object.entries(incident ?? {}).filter(([, value]) => value !== undefined),
  );
}

function evidenceOf(
  { marks }: Period,
  shown: Snapshot,
  name: string,
): NonNullable<Observation['evidence']> {
  const fact = (label: string, text: string | undefined) =>
    text ? [{ label, text }] : [];
  return [
    ...fact('PagerDuty', name),
    ...fact('Service', shown.serviceName),
    ...fact('Priority', shown.priority),
    ...fact('Urgency', shown.urgency),
    ...fact('Assigned to', shown.assignees?.join(', ')),
    ...fact('Escalation policy', shown.escalationPolicy),
    ...marks.flatMap(mark => remarksOf(mark)).slice(-REMARKS_MAX),
  ];
}

function remarksOf({
  at,
  agent,
  transition,
  remark,
}: Mark): NonNullable<Observation['evidence']> {
  const by = agent ? ` by ${agent.name}` : '';
  if (remark) {
    return [{ label: `${remark.label}${by}`.slice(0, 100), text: remark.text }];
  }
  switch (transition) {
    case 'acknowledged':
      return [{ label: 'Acknowledged', text: `${at}${by}` }];
    case 'reopened':
      return [{ label: 'Reopened', text: `${at}${by}` }];
    case 'resolved':
      return [{ label: 'Resolved', text: `${at}${by}` }];
    default:
      return [];
  }
}
