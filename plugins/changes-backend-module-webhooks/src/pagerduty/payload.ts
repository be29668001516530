import { z } from 'zod';
import { oneLine } from '../text/oneLine';

/*
 * Webhooks of version 3, by the fields that are read: PagerDuty adds others at any time.
 * https://developer.pagerduty.com/docs/webhooks-overview
 *
 * What makes no sense without them is required: which event, of which incident. Whatever else is odd is as if it were not there.
 */

const ID_MAX_CHARS = 100;
const NAME_MAX_CHARS = 200;
const TEXT_MAX_CHARS = 1000;
const PEOPLE_MAX = 20;

const id = z
  .string()
  .max(ID_MAX_CHARS)
  .regex(/^[\w.:-]+$/, 'must be an id');
const line = (maxChars: number) =>
  z
    .string()
    .transform(text => oneLine(text, maxChars) || undefined)
    .nullish()
    .catch(undefined);
const page = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .nullish()
  .catch(undefined);

/** Somebody or something that PagerDuty names. */
const reference = z.object({
  id: id.optional().catch(undefined),
  type: z.string().optional().catch(undefined),
  summary: line(NAME_MAX_CHARS),
  html_url: page,
});
const oddOrReference = reference.nullish().catch(undefined);

export const delivery = z.object({
  event: z.object({
    /** The same in every attempt to deliver it. */
    id,
    /** `incident.triggered`, `service.updated`, `pagey.ping` */
    event_type: id,
    occurred_at: z.unknown().optional(),
    /** Null where PagerDuty itself acted. */
    agent: oddOrReference,
    data: z.unknown().optional(),
  }),
});

export const incident = z.object({
  id,
  html_url: page,
  number: z.int().nonnegative().nullish().catch(undefined),
  status: z.string().optional().catch(undefined),
  created_at: z.unknown().optional(),
  title: line(TEXT_MAX_CHARS),
  service: z
    .object({ id, summary: line(NAME_MAX_CHARS) })
    .nullish()
    .catch(undefined),
  assignees: z
    .array(oddOrReference)
    .transform(people => people.slice(0, PEOPLE_MAX))
    .nullish()
    .catch(undefined),
  escalation_policy: oddOrReference,
  priority: oddOrReference,
  urgency: z.enum(['high', 'low']).nullish().catch(undefined),
});

/** What is told of an incident: a note, a status update, a responder. Of the incident itself only its id is there. */
export const remark = z.object({
  incident: z.object({ id }),
  content: line(TEXT_MAX_CHARS),
  message: line(TEXT_MAX_CHARS),
  state: line(NAME_MAX_CHARS),
  user: oddOrReference,
  escalation_policy: oddOrReference,
});

export const service = z.object({
  id,
  summary: line(NAME_MAX_CHARS),
  html_url: page,
});

export type Reference = z.infer<typeof oddOrReference>;
export type Event = z.infer<typeof delivery>['event'];
export type Incident = z.infer<typeof incident>;
export type Remark = z.infer<typeof remark>;
