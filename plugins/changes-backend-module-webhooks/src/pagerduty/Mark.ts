import type { SourceState } from '@ripplehq/backstage-plugin-changes-common';
import { z } from 'zod';
import { parseTime } from '../time/parseTime';
import type { Event, Incident, Reference, Remark } from './payload';

/** What moves an incident from one state to another; everything else only tells of it. */
const TRANSITIONS = [
  'triggered',
  'acknowledged',
  'unacknowledged',
  'reopened',
  'resolved',
] as const;

const agent = z.object({ name: z.string(), kind: z.enum(['user', 'bot']) });

const snapshot = z.object({
  title: z.string().optional(),
  status: z.string().optional(),
  number: z.int().optional(),
  url: z.string().optional(),
  createdAt: z.string().optional(),
  serviceId: z.string().optional(),
  serviceName: z.string().optional(),
  urgency: z.enum(['high', 'low']).optional(),
  priority: z.string().optional(),
  escalationPolicy: z.string().optional(),
  assignees: z.array(z.string()).optional(),
});

const mark = z.object({
  /** RFC 3339, UTC, by PagerDuty's clock. */
  at: z.string(),
  transition: z.enum(TRANSITIONS).optional(),
  agent: agent.optional(),
  /** The incident as it stood then. */
  incident: snapshot.optional(),
  /** What was said of it. */
  remark: z.object({ label: z.string(), text: z.string() }).optional(),
});

/** What is remembered of one delivery about an incident. */
export type Mark = z.infer<typeof mark> & { id: string };
/** An incident as a delivery shows it. */
export type Snapshot = z.infer<typeof snapshot>;
export type Transition = (typeof TRANSITIONS)[number];

/** A delivery with the incident itself. */
export function markOfIncident(
  event: Event,
  incident: Incident,
  receivedAt: string,
): Mark {
  return {
    ...markOf(event, receivedAt),
    transition: TRANSITIONS.find(
      name => event.event_type === `incident.${name}`,
    ),
    incident: {
      title: incident.title ?? undefined,
      status: incident.status,
      number: incident.number ?? undefined,
      url: incident.html_url ?? undefined,
      createdAt: parseTime(incident.created_at, receivedAt),
      serviceId: incident.service?.id,
      serviceName: incident.service?.summary ?? undefined,
      urgency: incident.urgency ?? undefined,
      // Empty: it has none any more.
      priority:
        incident.priority === null
          ? ''
          : incident.priority?.summary ?? undefined,
      escalationPolicy: incident.escalation_policy?.summary ?? undefined,
      assignees: incident.assignees?.flatMap(person => person?.summary ?? []),
    },
  };
}

/** A delivery with something that was said of the incident. Undefined where nothing is told. */
export function markOfRemark(
  event: Event,
  remark: Remark,
  receivedAt: string,
): Mark | undefined {
  const told = wordsOf(event.event_type, remark);
  return told && { ...markOf(event, receivedAt), remark: told };
}

/** Undefined for a body of an earlier version that no longer fits. */
export function markFromState({ id, body }: SourceState): Mark | undefined {
  const result = mark.safeParse(body);
  return result.success ? { ...result.data, id } : undefined;
}

/** Undefined where PagerDuty names nobody. */
export function agentOf(reference: Reference): Mark['agent'] {
  const name = reference?.summary ?? reference?.id;
  if (!name) return undefined;
  const isUser = reference?.type?.startsWith('user') ?? false;
  return { name, kind: isUser ? 'user' : 'bot' };
}

/** When it happened; of an event whose time cannot be right, when it was received. */
export function timeOf(event: Event, receivedAt: string): string {
  return (
    parseTime(event.occurred_at, receivedAt) ??
    new Date(receivedAt).toISOString()
  );
}

function markOf(event: Event, receivedAt: string): Mark {
  return {
    id: event.id,
    at: timeOf(event, receivedAt),
    agent: agentOf(event.agent),
  };
}

function wordsOf(type: string, remark: Remark): Mark['remark'] {
  const whom = remark.user?.summary ?? remark.escalation_policy?.summary;
  const sentence = (...words: (string | null | undefined)[]) =>
    words.filter(Boolean).join(' ');
  switch (type) {
    case 'incident.annotated':
      return remark.content
        ? { label: 'Note', text: remark.content }
        : undefined;
    case 'incident.status_update_published':
      return remark.message
        ? { label: 'Status update', text: remark.message }
        : undefined;
    case 'incident.responder.added':
      return {
        label: 'Asked for help',
        text: sentence(
          whom ?? 'somebody',
          remark.message && `“${remark.message}”`,
        ),
      };
    case 'incident.responder.replied':
      return {
        label: 'Answered',
        text: sentence(
          whom ?? 'somebody',
          remark.state,
          remark.message && `“${remark.message}”`,
        ),
      };
    default:
      return undefined;
  }
}
