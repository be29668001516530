import type {
  Observation,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import { TITLE_MAX_CHARS } from '@ripplehq/backstage-plugin-changes-common/schema';
import { oneLine } from '../text/oneLine';
import { agentOf, timeOf } from './Mark';
import { type IncidentContext, serviceSubject } from './incident';
import { type Event, service } from './payload';

const WORDS: Record<string, string> = {
  'service.created': 'was created',
  'service.updated': 'was changed',
  'service.deleted': 'was deleted',
};

/** A change of a service's own settings: who is called for it, and whether at all. */
export function serviceChange(
  event: Event,
  context: Omit<IncidentContext, 'incidentId'>,
  receivedAt: string,
): { observations: Observation[]; subjects: SubjectRow[] } {
  const words = WORDS[event.event_type] ?? 'was changed';
  const { id, summary, html_url: url } = service.parse(event.data);
  const at = timeOf(event, receivedAt);
  const subject = serviceSubject(context.instance, id);
  const name = summary ?? id;
  return {
    observations: [
      {
        type: 'change',
        kind: 'config',
        instance: context.instance,
        key: `event/${event.id}`,
        title: oneLine(`PagerDuty service ${name} ${words}`, TITLE_MAX_CHARS),
        severity: 'info',
        observedAt: at,
        start: at,
        end: { at, status: 'succeeded' },
        environment: context.environment,
        actor: agentOf(event.agent),
        subjects: [subject],
        links: url
          ? [{ title: `${name} in PagerDuty`.slice(0, 200), url }]
          : [],
      },
    ],
    subjects: [
      {
        subject,
        kind: 'service',
        name,
        observedAt: at,
        ...(event.event_type === 'service.deleted' ? { goneAt: at } : {}),
      },
    ],
  };
}
