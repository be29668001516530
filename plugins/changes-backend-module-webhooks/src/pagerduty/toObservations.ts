import { InputError } from '@backstage/errors';
import type {
  SourceState,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import type { WebhookReading } from '@ripplehq/backstage-plugin-changes-node';
import { ZodError } from 'zod';
import { type Mark, markFromState, markOfIncident, markOfRemark } from './Mark';
import {
  type IncidentContext,
  incidentObservations,
  serviceSubject,
} from './incident';
import { delivery, incident, remark } from './payload';
import { serviceChange } from './service';

/** Of which account, and how its events are to be told. */
export type Account = Omit<IncidentContext, 'incidentId'>;

/**
 * What a webhook of version 3 says.
 *
 * @throws InputError that names the field which cannot be understood
 */
export function toObservations(
  body: unknown,
  receivedAt: string,
  account: Account,
): WebhookReading {
  try {
    return read(body, receivedAt, account);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    throw new InputError(explain(body, error));
  }
}

function read(
  body: unknown,
  receivedAt: string,
  account: Account,
): WebhookReading {
  const { event } = delivery.parse(body);
  const type = event.event_type;
  if (type.startsWith('service.')) {
    return serviceChange(event, account, receivedAt);
  }
  // A test (`pagey.ping`), or a kind that is newer than this: it shows that the webhook works.
  if (!type.startsWith('incident.')) return {};
  if (isIncident(event.data)) {
    const data = incident.parse(event.data);
    const mark = markOfIncident(event, data, receivedAt);
    return remembered(data.id, mark, account);
  }
  const data = remark.parse(event.data);
  const mark = markOfRemark(event, data, receivedAt);
  return mark ? remembered(data.incident.id, mark, account) : {};
}

/** What is said of an incident has that incident in it. */
function isIncident(data: unknown): boolean {
  return !(typeof data === 'object' && data !== null && 'incident' in data);
}

function remembered(
  incidentId: string,
  mark: Mark,
  account: Account,
): WebhookReading {
  const { id, ...rest } = mark;
  const body = JSON.parse(JSON.stringify(rest)) as SourceState['body'];
  return {
    histories: [
      {
        of: `incident/${encodeURIComponent(incidentId)}`,
        entry: { id, body },
        subjects: subjectsOf(mark, account),
        toObservations: entries =>
          incidentObservations(
            entries.flatMap(entry => markFromState(entry) ?? []),
            { ...account, incidentId },
          ),
      },
    ],
  };
}

function subjectsOf(
  { at, incident: shown }: Mark,
  account: Account,
): SubjectRow[] {
  if (!shown?.serviceId) return [];
  return [
    {
      subject: serviceSubject(account.instance, shown.serviceId),
      kind: 'service',
      name: shown.serviceName ?? shown.serviceId,
      observedAt: at,
    },
  ];
}

function explain(body: unknown, error: ZodError): string {
  if (typeof body === 'string') return 'The body is no JSON';
  if (typeof body === 'object' && body !== null && 'messages' in body) {
    return 'This is a webhook of version 2 or 1: create a webhook subscription of version 3 in its place';
  }
  const [{ path, message }] = error.issues;
  return `${path.join('.') || 'body'}: ${message}`;
}
