import { z } from 'zod';
import {
  CHANGE_KINDS,
  CHANGE_STATUSES,
  EVENT_TYPES,
  ISSUE_STATUSES,
  SEVERITIES,
} from '../kinds';
import { json } from './json';

/**
 * Longest title, in characters. A longer one is refused at the REST API and cut by sources.
 * @public
 */
export const TITLE_MAX_CHARS = 300;

/** @public */
export const timestamp = z.iso
  .datetime({ offset: true })
  .describe('RFC 3339 date and time, for example 2026-11-19T02:41:08Z');

/** @public */
export const eventType = z.enum(EVENT_TYPES);
/** @public */
export const changeKind = z.enum(CHANGE_KINDS);
/** @public */
export const severity = z.enum(SEVERITIES);
/** @public */
export const eventStatus = z.enum([...CHANGE_STATUSES, ...ISSUE_STATUSES]);

/**
 * The provider's word for alerts, the detector's for health; one of CHANGE_KINDS for changes.
 * @public
 */
export const eventKind = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]*$/, 'must be lower case letters, digits, . _ -')
  .max(64);

/** @public */
export const actor = z
  .object({
    /** A person's or a program's name as the source gives it, e.g. `kubectl-client-side-apply`. */
    name: z.string().min(1).max(200),
    kind: z.enum(['user', 'bot', 'controller', 'unknown']),
    /** How it was applied, e.g. `argocd-controller` or `kubectl-edit (scale)`. */
    via: z.string().max(200).optional(),
    /** The catalog user, where known. */
    entityRef: z.string().max(300).optional(),
    /** Of an audit log: the user exactly, where the name is a shorter one: `system:serviceaccount:argocd:argocd-server`. */
    user: z.string().max(200).optional(),
    /** Of an audit log: the groups that the user was in. */
    groups: z.array(z.string().max(200)).max(20).optional(),
    /** Of an audit log: the client, as it calls itself. */
    client: z.string().max(300).optional(),
    /** Done by a person by hand, outside the delivery pipeline: said only where nothing else can have done it. */
    byHand: z.literal(true).optional(),
    /** Nobody can tell whether a person did it by hand, or a script or a program. */
    originUnknown: z.literal(true).optional(),
    /** Why `byHand` or `originUnknown` is said: a sentence. */
    originReason: z.string().max(300).optional(),
  })
  .meta({ id: 'Actor' });

/** @public */
export const writeVerb = z.enum(['create', 'update', 'delete']);

/**
 * The write to its first subject that made a change, as the server knows of it: by this an audit log tells who it was.
 * @public
 */
export const write = z
  .object({
    verb: writeVerb,
    /** The program, as the object names it; absent where the object does not say. */
    manager: z.string().max(200).optional(),
    subresource: z.string().max(100).optional(),
    /** It happened between, by the server's clock. */
    from: timestamp,
    to: timestamp,
  })
  .refine(({ from, to }) => Date.parse(to) >= Date.parse(from), {
    path: ['to'],
    message: 'must not be before from',
  });

/** @public */
export const link = z
  .object({
    title: z.string().min(1).max(200),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .describe('http or https'),
  })
  .meta({ id: 'Link' });

/** @public */
export const fieldChange = z
  .object({
    /** In the source's terms, list items by name: `spec.template.spec.containers[app].image`. */
    path: z.string().min(1).max(1000),
    /** Absent: the field was not there. */
    before: json.optional(),
    /** Absent: the field is gone. */
    after: json.optional(),
    /** The values are hidden; only that they differ is known. */
    redacted: z.literal(true).optional(),
  })
  .meta({ id: 'FieldChange' });

/**
 * Evidence of a health issue or facts of an alert: a label and its text.
 * @public
 */
export const evidence = z
  .object({
    label: z.string().min(1).max(100),
    text: z.string().max(2000),
  })
  .meta({ id: 'Evidence' });

/**
 * One observed moment of a rollout.
 * @public
 */
export const rolloutStep = z.object({
  at: timestamp,
  desired: z.int().min(0),
  ready: z.int().min(0),
  updated: z.int().min(0),
  /** Of a canary: how much of the traffic the new version gets, in percent. */
  weight: z.int().min(0).max(100).optional(),
  /** Of a canary: at which step it is, or what it waits for, e.g. `step 2 of 5, waits to be promoted`. */
  note: z.string().max(200).optional(),
});

/** @public */
export const rollout = z
  .object({
    /** The Deployment's revision after this rollout. */
    revision: z.string().max(40).optional(),
    /** Why it failed, in the controller's words, e.g. `ProgressDeadlineExceeded`. */
    reason: z.string().max(500).optional(),
    /** Replicas that were desired before its first step. */
    before: z.int().min(0).optional(),
    /** The autoscaler's maximum, of a run of autoscaling. */
    max: z.int().min(0).optional(),
    /** Oldest first. */
    steps: z.array(rolloutStep).max(200),
  })
  .meta({ id: 'Rollout' });

const eventShape = {
  type: eventType,
  kind: eventKind,
  title: z.string().min(1).max(TITLE_MAX_CHARS),
  status: eventStatus,
  severity,
  startedAt: timestamp,
  endedAt: timestamp.optional(),
  /** The true end is only known to lie in here; endedAt is then its end. */
  endedBetween: z.object({ from: timestamp, to: timestamp }).optional(),
  /** The true time is only known to lie in here; startedAt is then the best estimate inside it. */
  observedBetween: z.object({ from: timestamp, to: timestamp }).optional(),
  /** Found in history that the source still held. */
  reconstructed: z.literal(true).optional(),
  actor: actor.optional(),
  /** Id of the event that it belongs to. */
  partOf: z.string().max(64).optional(),
  environment: z.string().max(100).optional(),
  cluster: z.string().max(200).optional(),
  namespace: z.string().max(253).optional(),
  links: z.array(link).max(20),
};

/**
 * One row of the timeline, as the API answers it.
 * @public
 */
export const changeEvent = z
  .object({
    /** Opaque, never changes. */
    id: z.string(),
    ...eventShape,
    source: z.string(),
    /** Only those that an entity claims which the reader may see. */
    subjects: z.array(z.string()),
    /** Only those that the reader may see. */
    entityRefs: z.array(z.string()),
    hasDiff: z.boolean(),
    hasCode: z.boolean(),
  })
  .meta({ id: 'ChangeEvent' });

/** A name that a whole and its parts both know, e.g. that of an Argo CD application with a resource of it. */
const thread = z.string().min(1).max(1000);

/**
 * What a source hands in, before it has become an event. Observations of one (source, instance, key) merge, in any order and any
 * number of times, to the same event: start is the earliest, end the latest while the latest state is final; title, severity, links
 * and the like come from the latest by (observedAt, sequence); ties: resolved beats acknowledged beats suppressed beats open.
 * @public
 */
export const observation = z
  .object({
    type: eventType,
    kind: eventKind,
    /** The source's instance: a cluster, an account, a host. */
    instance: z.string().min(1).max(200),
    /** (source, instance, key) is one event for ever. */
    key: z.string().min(1).max(500),
    title: z.string().min(1).max(TITLE_MAX_CHARS),
    severity,
    /** When the source saw it, in the source's own clock. Decides which of two observations is the latest. */
    observedAt: timestamp,
    /** Breaks ties of observedAt, ascending, e.g. a resourceVersion. */
    sequence: z.number().optional(),
    /** When it began, if this observation knows. An event whose start nobody knew starts at its first observedAt. */
    start: timestamp.optional(),
    /** When somebody took an alert, if this observation knows. */
    acknowledged: timestamp.optional(),
    /** How it ended, if it has. An instantaneous change ends when it starts. */
    end: z
      .object({
        at: timestamp,
        status: eventStatus,
        /** Nobody saw the end: it lies between this time, when it was last seen to last, and `at`. */
        after: timestamp.optional(),
      })
      .refine(
        ({ at, after }) => !after || Date.parse(after) <= Date.parse(at),
        { path: ['after'], message: 'must not be after at' },
      )
      .optional(),
    /** The state without an end: `in-progress` for changes, `open` for alerts and health, unless said otherwise. */
    status: eventStatus.optional(),
    observedBetween: eventShape.observedBetween,
    reconstructed: eventShape.reconstructed,
    actor: actor.optional(),
    /** Of a change of which an audit log may know more. */
    write: write.optional(),
    /**
     * Kinds of the delivery tools that look after the first subject, as the source's scopes name them (`applications.argoproj.io`): a
     * change is only by hand where each of them was watched at that time.
     */
    deliveredBy: z.array(z.string().min(1).max(200)).max(10).optional(),
    /** Key (of the same source and instance) of the event that it belongs to. */
    partOfKey: z.string().max(500).optional(),
    /**
     * What this event is made of, where its source cannot know the parts' keys (another cluster's, or of events still to come): changes
     * of the same source that join one of these threads and start within its time.
     */
    gathers: z
      .array(
        z
          .object({ thread, from: timestamp, to: timestamp.optional() })
          .refine(g => !g.to || Date.parse(g.to) >= Date.parse(g.from), {
            path: ['to'],
            message: 'must not be before from',
          }),
      )
      .max(2000)
      .optional(),
    /**
     * Threads by which another event may gather this one, the dearest first: it is part of one event at most. Counts only without
     * `partOfKey`.
     */
    joins: z.array(thread).max(200).optional(),
    environment: eventShape.environment,
    cluster: eventShape.cluster,
    namespace: eventShape.namespace,
    /** As text, see formatSubject. At least one subject or entityRef. */
    subjects: z.array(z.string().max(1000)).max(500),
    /** Entities named outright, e.g. by a REST caller; sources that have subjects leave it out. */
    entityRefs: z.array(z.string().max(300)).max(50).optional(),
    links: z.array(link).max(20).optional(),
    /** The object before and after, redacted by the source; the fields' differences are derived from them on reading. */
    before: json.optional(),
    after: json.optional(),
    /** For sources without objects: the differences themselves. */
    diff: z.array(fieldChange).max(500).optional(),
    rollout: rollout.optional(),
    evidence: z.array(evidence).max(100).optional(),
    /** The provider's payload by the fields that its schema names. */
    raw: json.optional(),
    /** A code provider may find commits behind this change. */
    hasCode: z.boolean().optional(),
  })
  .refine(o => o.subjects.length > 0 || (o.entityRefs?.length ?? 0) > 0, {
    path: ['subjects'],
    message: 'name at least one subject or entityRef',
  })
  .refine(
    o => !o.end || !o.start || Date.parse(o.end.at) >= Date.parse(o.start),
    {
      path: ['end', 'at'],
      message: 'must not be before start',
    },
  );
