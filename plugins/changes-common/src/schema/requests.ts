import { z } from 'zod';
import {
  CHANGE_STATUSES,
  EVENT_TYPES,
  HEALTH_STATUSES,
  ISSUE_STATUSES,
} from '../kinds';
import {
  TITLE_MAX_CHARS,
  actor,
  changeKind,
  eventKind,
  fieldChange,
  link,
  severity,
  timestamp,
} from './event';

/**
 * Longest window of any question.
 * @public
 */
export const WINDOW_MAX_DAYS = 31;
/**
 * Most events of one lane in a timeline's answer.
 * @public
 */
export const PER_LANE_MAX = 2000;
/**
 * Most rows of one page of a list.
 * @public
 */
export const PAGE_LIMIT_MAX = 500;
/**
 * Most items of one `POST /events`.
 * @public
 */
export const BATCH_MAX_ITEMS = 100;

const words = z.array(z.string().min(1).max(200)).max(50).optional();

/**
 * What timeline and lists can be narrowed by. Several values of one key mean any of them.
 * @public
 */
export const eventFilter = z.object({
  type: z.array(z.enum(EVENT_TYPES)).optional(),
  kind: z.array(eventKind).max(50).optional(),
  source: words,
  cluster: words,
  environment: words,
  status: z.array(z.enum([...CHANGE_STATUSES, ...ISSUE_STATUSES])).optional(),
  actor: words,
  /** Words that title, actor or service must contain. */
  q: z.string().min(1).max(200).optional(),
});

const window = {
  /** Default: 24 hours before `to`. */
  from: timestamp.optional(),
  /** Default: now. */
  to: timestamp.optional(),
};

const reach = {
  degree: z.int().min(0).max(4).default(2),
  direction: z.enum(['upstream', 'downstream']).default('upstream'),
};

const page = {
  limit: z.int().min(1).max(PAGE_LIMIT_MAX).default(100),
  /** What the page before gave as nextCursor. */
  cursor: z.string().max(500).optional(),
};

/** @public */
export const timelineQuery = eventFilter.extend({
  ...window,
  ...reach,
  perLane: z.int().min(1).max(PER_LANE_MAX).default(500),
});

/** @public */
export const entityEventsQuery = eventFilter.extend({
  ...window,
  ...reach,
  ...page,
});

/** @public */
export const eventsQuery = eventFilter.extend({ ...window, ...page });

/** @public */
export const healthQuery = z.object({
  at: timestamp.optional(),
  /** How far history and closed issues reach back. */
  days: z.int().min(1).max(30).default(7),
});

/** @public */
export const suspectsQuery = z.object({
  at: timestamp.optional(),
  /** Id of the alert or health issue to explain. */
  event: z.string().max(64).optional(),
});

/** @public */
export const servicesQuery = z.object({
  owner: words,
  health: z.array(z.enum(HEALTH_STATUSES)).optional(),
  q: z.string().min(1).max(200).optional(),
  cluster: words,
  namespace: words,
  environment: words,
  system: words,
  sort: z.enum(['health', 'name', 'last-change']).default('health'),
  ...page,
});

/** @public */
export const subjectsQuery = z.object({
  source: z.string().max(100).optional(),
  kind: z.string().max(100).optional(),
  ...page,
});

/**
 * One change or alert of any tool, for `POST /events`.
 * @public
 */
export const customEvent = z
  .strictObject({
    type: z.enum(['change', 'alert']).default('change'),
    /** For changes one of CHANGE_KINDS, default `custom`; for alerts any word of yours, default `custom`. */
    kind: eventKind.default('custom'),
    title: z.string().min(1).max(TITLE_MAX_CHARS),
    /** Makes it idempotent and lets a later call end what an earlier one began. Default: a random one, returned. */
    key: z.string().min(1).max(500).optional(),
    status: z.enum([...CHANGE_STATUSES, ...ISSUE_STATUSES]).optional(),
    severity: severity.default('info'),
    /** Default: when the request arrived. */
    startedAt: timestamp.optional(),
    endedAt: timestamp.optional(),
    entityRefs: z.array(z.string().min(1).max(300)).max(50).optional(),
    subjects: z.array(z.string().min(1).max(1000)).max(50).optional(),
    environment: z.string().max(100).optional(),
    cluster: z.string().max(200).optional(),
    namespace: z.string().max(253).optional(),
    actor: actor.optional(),
    links: z.array(link).max(20).optional(),
    diff: z.array(fieldChange).max(500).optional(),
    /** Free facts, shown in the drawer. */
    details: z.record(z.string().max(100), z.string().max(2000)).optional(),
  })
  .refine(e => (e.entityRefs?.length ?? 0) + (e.subjects?.length ?? 0) > 0, {
    path: ['entityRefs'],
    message:
      'name at least one entity in entityRefs (e.g. "component:default/rest-api") or one subject in subjects',
  })
  .refine(
    e =>
      !e.endedAt ||
      !e.startedAt ||
      Date.parse(e.endedAt) >= Date.parse(e.startedAt),
    { path: ['endedAt'], message: 'must not be before startedAt' },
  )
  .refine(e => e.type === 'alert' || changeKind.safeParse(e.kind).success, {
    path: ['kind'],
    message: `must be one of ${changeKind.options.join(', ')} for a change`,
  })
  .refine(
    e =>
      !e.status ||
      (e.type === 'change'
        ? (CHANGE_STATUSES as readonly string[])
        : (ISSUE_STATUSES as readonly string[])
      ).includes(e.status),
    {
      path: ['status'],
      message: `must be one of ${CHANGE_STATUSES.join(
        ', ',
      )} for a change, one of ${ISSUE_STATUSES.join(', ')} for an alert`,
    },
  );

/** @public */
export const verdictRequest = z.object({
  /** The alert or health issue that was explained. */
  symptom: z.string().max(64),
  verdict: z.enum(['cause', 'not-cause']),
});
