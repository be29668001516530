import { z } from 'zod';
import { COVERAGE_STATES, HEALTH_STATUSES } from '../kinds';
import {
  changeEvent,
  evidence,
  fieldChange,
  rollout,
  timestamp,
} from './event';
import { json } from './json';
import { subjectRow, workloadSummary } from './subject';

const healthStatus = z.enum(HEALTH_STATUSES);

/**
 * A state with its begin.
 * @public
 */
export const health = z
  .object({
    status: healthStatus,
    since: timestamp.optional(),
    /** One sentence that a person can check. */
    reason: z.string(),
  })
  .meta({ id: 'Health' });

/**
 * Where an entity stands relative to the page's entity.
 * @public
 */
export const lanePlace = z.object({
  entityRef: z.string(),
  title: z.string(),
  /** Catalog `spec.type`, e.g. `service`. */
  type: z.string().optional(),
  owner: z.string().optional(),
  /** Hops; 0 is the page's entity. */
  degree: z.int().min(0),
  /** Refs from the page's entity to this one, both included. */
  path: z.array(z.string()),
});

/** @public */
export const lane = lanePlace
  .extend({
    health,
    /** Per type, events that start in each of the window's buckets. */
    counts: z.object({
      change: z.array(z.int()),
      alert: z.array(z.int()),
      health: z.array(z.int()),
    }),
    /** All its events of the window are in `events`; else it is drawn from its counts. */
    complete: z.boolean(),
    /** Indexes into `coverage`: the scopes by which its subjects are observed. Empty: nobody observes it. */
    coverage: z.array(z.int()),
  })
  .meta({ id: 'Lane' });

/**
 * A stretch in which a source's scope was in one state. Without `to` it lasts.
 * @public
 */
export const coverageInterval = z
  .object({
    source: z.string(),
    scope: z.string(),
    /** A cluster, an account; for grouping. */
    instance: z.string(),
    state: z.enum(COVERAGE_STATES),
    from: timestamp,
    to: timestamp.optional(),
    /** The source's last word in this stretch. */
    at: timestamp,
    reason: z.string().optional(),
  })
  .meta({ id: 'CoverageInterval' });

/** @public */
export const laneEvent = changeEvent
  .extend({
    /** Indexes into `lanes`. */
    lanes: z.array(z.int()),
    /** Of a run of autoscaling: the replicas that were desired. */
    replicas: z
      .object({
        /** Before the first step. */
        before: z.int().optional(),
        /** The autoscaler's maximum. */
        max: z.int().optional(),
        /** Oldest first. */
        steps: z.array(z.object({ at: timestamp, value: z.int() })),
      })
      .optional(),
  })
  .meta({ id: 'LaneEvent' });

/** @public */
export const timelineAnswer = z
  .object({
    entityRef: z.string(),
    window: z.object({
      from: timestamp,
      to: timestamp,
      /** The counts' bucket width. */
      bucketSeconds: z.int().positive(),
    }),
    lanes: z.array(lane),
    /** Newest first; at most `perLane` a lane. */
    events: z.array(laneEvent),
    /** Alerts, health issues and lasting changes that overlap the window and are not in `events`. */
    intervals: z.array(laneEvent),
    coverage: z.array(coverageInterval),
    /** Entities on the way that the reader may not see. */
    withheld: z.int(),
    /** Visible entities within reach that are not among the lanes, of which there are at most 200. Absent when none. */
    lanesLeftOut: z.int().min(1).optional(),
    /** Signal channel on which "something changed" is told. */
    channel: z.string().optional(),
  })
  .meta({ id: 'Timeline' });

/** @public */
export const eventsAnswer = z
  .object({
    events: z.array(changeEvent),
    nextCursor: z.string().optional(),
  })
  .meta({ id: 'EventPage' });

/** @public */
export const eventDetail = changeEvent
  .extend({
    diff: z.array(fieldChange),
    before: json.optional(),
    after: json.optional(),
    rollout: rollout.optional(),
    evidence: z.array(evidence).optional(),
    raw: json.optional(),
    /** Downstream entities, nearest first. */
    affects: z.array(lanePlace.extend({ health })),
    affectsWithheld: z.int(),
    /** Why diff, manifests and evidence are left out, where they are. */
    detailWithheld: z.string().optional(),
    verdicts: z.array(
      z.object({
        symptom: z.string(),
        verdict: z.enum(['cause', 'not-cause']),
        by: z.string(),
        at: timestamp,
      }),
    ),
  })
  .meta({ id: 'EventDetail' });

const person = z.object({
  name: z.string(),
  login: z.string().optional(),
  entityRef: z.string().optional(),
});

/** @public */
export const codeFile = z
  .object({
    path: z.string(),
    previousPath: z.string().optional(),
    status: z.enum(['added', 'removed', 'modified', 'renamed']),
    additions: z.int(),
    deletions: z.int(),
    /** Unified hunks without file header; absent when binary or too large. */
    patch: z.string().optional(),
    /** A lock file or generated: folded on screen. */
    generated: z.literal(true).optional(),
  })
  .meta({ id: 'CodeFile' });

/** @public */
export const codeComparison = z
  .object({
    repository: z.object({
      /** e.g. `github.com/acme/rest-api` */
      name: z.string(),
      url: z.string(),
    }),
    /** Absent: the previous version's commit is not known. */
    base: z.string().optional(),
    head: z.string(),
    /** `backward`: head is older than base, as in a rollback; the commits are those that were taken away. */
    direction: z.enum(['forward', 'backward']),
    url: z.string(),
    commits: z.array(
      z.object({
        sha: z.string(),
        title: z.string(),
        at: timestamp,
        author: person,
        url: z.string(),
      }),
    ),
    pullRequests: z.array(
      z.object({
        number: z.int(),
        title: z.string(),
        body: z.string(),
        url: z.string(),
        author: person,
        approvedBy: z.array(person),
        labels: z.array(z.string()),
        mergedAt: timestamp.optional(),
      }),
    ),
    authors: z.array(person),
    files: z.array(codeFile),
    /** More commits or files exist than are listed. */
    truncated: z.boolean(),
  })
  .meta({ id: 'CodeComparison' });

/**
 * The code behind a change: a comparison, or why there is none.
 * @public
 */
export const codeAnswer = z
  .discriminatedUnion('state', [
    z.object({
      state: z.literal('found'),
      /** How the commits were found, e.g. "image tag v2.14.1 is a tag of acme/rest-api". */
      how: z.string(),
      comparison: codeComparison,
    }),
    z.object({ state: z.literal('unknown'), reason: z.string() }),
  ])
  .meta({ id: 'Code' });

/** @public */
export const healthAnswer = health
  .extend({
    entityRef: z.string(),
    at: timestamp,
    environments: z.array(
      health.extend({
        name: z.string(),
        production: z.boolean(),
        clusters: z.array(z.string()),
      }),
    ),
    workloads: z.array(
      z.object({
        subject: z.string(),
        kind: z.string(),
        name: z.string(),
        cluster: z.string().optional(),
        namespace: z.string().optional(),
        environment: z.string().optional(),
        health,
        summary: workloadSummary.optional(),
        /** Set when nobody watches it any more: as seen then. */
        lastSeen: timestamp.optional(),
        goneAt: timestamp.optional(),
      }),
    ),
    /** Open ones, worst first. */
    issues: z.array(changeEvent.extend({ evidence: z.array(evidence) })),
    alerts: z.array(changeEvent.extend({ evidence: z.array(evidence) })),
    /** The last 7 days, per environment; time that nobody watched is `unknown`. */
    history: z.array(
      z.object({
        environment: z.string(),
        segments: z.array(
          z.object({ from: timestamp, to: timestamp, status: healthStatus }),
        ),
      }),
    ),
    dependencies: z.array(lanePlace.extend({ health })),
    dependenciesWithheld: z.int(),
    coverage: z.array(coverageInterval),
    /** Signal channel on which "something changed" is told. */
    channel: z.string().optional(),
  })
  .meta({ id: 'EntityHealth' });

/** @public */
export const reason = z
  .object({
    /** Stable name of the feature. */
    code: z.string(),
    /** A fact that one can check. */
    text: z.string(),
    /** Negative: speaks against it. */
    weight: z.number(),
    link: z.string().optional(),
  })
  .meta({ id: 'Reason' });

/** @public */
export const suspectsAnswer = z
  .object({
    /** Absent: nothing is wrong at that moment. */
    symptom: z
      .object({
        entityRef: z.string(),
        title: z.string(),
        status: healthStatus,
        eventId: z.string().optional(),
      })
      .optional(),
    onset: z.object({ from: timestamp, to: timestamp }).optional(),
    /** Most likely first. All probabilities, others and noChange add up to 1. */
    suspects: z.array(
      z.object({
        event: changeEvent,
        lane: lanePlace,
        probability: z.number().min(0).max(1),
        reasons: z.array(reason),
      }),
    ),
    others: z.object({ count: z.int(), probability: z.number() }),
    noChange: z.number().min(0).max(1),
    coverage: z.array(
      z.object({
        source: z.string(),
        instance: z.string(),
        state: z.enum(COVERAGE_STATES),
        completeTo: timestamp.optional(),
        reason: z.string().optional(),
      }),
    ),
    withheld: z.int(),
  })
  .meta({ id: 'Suspects' });

/** @public */
export const servicesAnswer = z
  .object({
    services: z.array(
      z.object({
        entityRef: z.string(),
        title: z.string(),
        kind: z.string(),
        type: z.string().optional(),
        system: z.string().optional(),
        owner: z.string().optional(),
        health,
        /** Open alerts and health issues, worst first, at most three. */
        issues: z.array(z.object({ id: z.string(), title: z.string() })),
        issueCount: z.int(),
        /** Changes in each of the last 24 hours, oldest first. */
        changes: z.array(z.int()),
        lastChange: changeEvent.optional(),
        ready: z.object({ ready: z.int(), desired: z.int() }).optional(),
        environments: z.array(
          z.object({ name: z.string(), status: healthStatus }),
        ),
        /** The likely cause, where one was worked out. */
        likelyCause: z
          .object({
            eventId: z.string(),
            title: z.string(),
            probability: z.number(),
            degree: z.int(),
          })
          .optional(),
      }),
    ),
    nextCursor: z.string().optional(),
    /** Over all services that the reader may see and that match all filters but `health`. */
    totals: z.object({
      unhealthy: z.int(),
      degraded: z.int(),
      unknown: z.int(),
      healthy: z.int(),
    }),
    /** What the filters can be set to. */
    facets: z.object({
      environments: z.array(z.string()),
      clusters: z.array(z.string()),
      namespaces: z.array(z.string()),
      systems: z.array(z.string()),
      owners: z.array(z.string()),
    }),
    coverage: z.array(coverageInterval),
    channel: z.string().optional(),
  })
  .meta({ id: 'Services' });

/** @public */
export const subjectsAnswer = z
  .object({
    subjects: z.array(subjectRow),
    nextCursor: z.string().optional(),
  })
  .meta({ id: 'SubjectPage' });

/** @public */
export const sourcesAnswer = z
  .object({
    sources: z.array(
      z.object({
        source: z.string(),
        instance: z.string(),
        /** The worst of its scopes. */
        state: z.enum(COVERAGE_STATES),
        lastEventAt: timestamp.optional(),
        /** Age of the source's last word. */
        lagSeconds: z.number().optional(),
        error: z.string().optional(),
        /** Bytes of state that it keeps. */
        bytes: z.int(),
        scopes: z.array(coverageInterval),
      }),
    ),
  })
  .meta({ id: 'Sources' });

/** @public */
export const createdEvents = z
  .object({
    results: z.array(
      z.object({
        index: z.int(),
        id: z.string().optional(),
        key: z.string().optional(),
        error: z.object({ field: z.string(), message: z.string() }).optional(),
      }),
    ),
  })
  .meta({ id: 'CreatedEvents' });
