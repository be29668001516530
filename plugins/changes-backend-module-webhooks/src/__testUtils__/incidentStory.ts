/*
 * Bodies in the shapes of https://developer.pagerduty.com/docs/webhooks-overview, written for this project.
 */

const WEB = 'https://acme.pagerduty.com';

export const SERVICE = reference('service', 'PDPROC1', 'data-processor');
export const ALEX = reference('user', 'PALEX01', 'Alex Kim');

export function reference(kind: string, id: string, summary: string) {
  return {
    id,
    type: `${kind}_reference`,
    summary,
    self: `https://api.pagerduty.com/${kind}s/${id}`,
    html_url: `${WEB}/${kind}s/${id}`,
  };
}

/** An incident as a webhook shows it. */
export function incident(overrides: object = {}) {
  return {
    id: 'PGR0VU2',
    type: 'incident',
    self: 'https://api.pagerduty.com/incidents/PGR0VU2',
    html_url: `${WEB}/incidents/PGR0VU2`,
    number: 8841,
    status: 'triggered',
    incident_key: 'orders-backlog',
    created_at: '2026-11-19T02:41:08Z',
    title: 'Orders are processed too slowly',
    service: SERVICE,
    assignees: [ALEX],
    escalation_policy: reference('escalation_policy', 'PESCAL1', 'Data'),
    teams: [],
    priority: null,
    urgency: 'high',
    conference_bridge: null,
    resolve_reason: null,
    ...overrides,
  };
}

/** What is told of the incident: a note, a status update, a responder. */
export function remark(type: string, overrides: object) {
  return {
    incident: reference('incident', 'PGR0VU2', 'Orders are too slow'),
    id: 'PNOTE01',
    type,
    ...overrides,
  };
}

/** A delivery of version 3. */
export function delivery(
  type: string,
  time: string,
  data: object = incident(),
  overrides: object = {},
) {
  return {
    event: {
      id: `01-${type}-${time}`.replace(/[^\w.-]/g, '-'),
      event_type: type,
      resource_type: type.split('.')[0],
      occurred_at: `2026-11-19T${time}Z`,
      agent: ALEX,
      client: null,
      data,
      ...overrides,
    },
  };
}

/** The incident once it was given a priority. */
function ranked(overrides: object) {
  const priority = reference('priority', 'PPRIO1', 'P1');
  return incident({ priority, ...overrides });
}

/** An incident that was taken, resolved, reopened, resolved for good; with all that is told of it between. */
export const STORY = [
  delivery('incident.triggered', '02:41:08.781', undefined, { agent: SERVICE }),
  delivery('incident.priority_updated', '02:42:00.000', ranked({})),
  delivery('incident.escalated', '02:43:00.000', ranked({})),
  delivery(
    'incident.acknowledged',
    '02:45:10.100',
    ranked({ status: 'acknowledged' }),
  ),
  delivery('incident.unacknowledged', '02:55:10.100', ranked({})),
  delivery('incident.reassigned', '02:56:00.000', ranked({})),
  delivery(
    'incident.acknowledged',
    '02:57:00.000',
    ranked({ status: 'acknowledged' }),
  ),
  delivery(
    'incident.annotated',
    '02:58:00.000',
    remark('incident_note', {
      content: 'rest-api has only 5 replicas',
      trimmed: false,
    }),
  ),
  delivery(
    'incident.responder.added',
    '02:58:30.000',
    remark('incident_responder', {
      user: reference('user', 'PMAEVE1', 'Maeve'),
      message: 'Please look at rest-api',
      state: 'pending',
    }),
  ),
  delivery(
    'incident.responder.replied',
    '02:59:00.000',
    remark('incident_responder', {
      user: reference('user', 'PMAEVE1', 'Maeve'),
      state: 'accepted',
    }),
  ),
  delivery(
    'incident.status_update_published',
    '02:59:30.000',
    remark('incident_status_update', { message: 'A fix is on its way' }),
  ),
  delivery('incident.resolved', '03:05:00.000', ranked({ status: 'resolved' })),
  delivery('incident.reopened', '03:20:00.000', ranked({})),
  delivery(
    'incident.acknowledged',
    '03:21:00.000',
    ranked({ status: 'acknowledged' }),
  ),
  delivery('incident.delegated', '03:22:00.000'),
  delivery(
    'incident.resolved',
    '03:40:00.000',
    ranked({ status: 'resolved', title: 'Orders were too slow' }),
  ),
];
