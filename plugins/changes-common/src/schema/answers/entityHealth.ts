import { z } from 'zod';
import { changeEvent, evidence, timestamp } from '../event';
import { jobSummary, scheduleSummary, workloadSummary } from '../subject';
import { coverageInterval } from './coverage';
import { health } from './health';
import { lanePlace } from './lanePlace';

/**
 * How many entities are in which state, or for how many seconds one was.
 * @public
 */
export const healthCounts = z
  .object({
    unhealthy: z.int(),
    degraded: z.int(),
    unknown: z.int(),
    healthy: z.int(),
  })
  .meta({ id: 'HealthCounts' });

const issue = changeEvent.extend({ evidence: z.array(evidence) });

const environmentStatus = z.object({
  name: z.string(),
  status: health.shape.status,
});

/**
 * One part of a System, or one entity of an owner.
 * @public
 */
export const healthPart = z
  .object({
    entityRef: z.string(),
    title: z.string(),
    kind: z.string(),
    type: z.string().optional(),
    owner: z.string().optional(),
    system: z.string().optional(),
    health,
    /** Production first. */
    environments: z.array(environmentStatus),
    /** Open alerts and health issues. */
    issueCount: z.int(),
    ready: z.object({ ready: z.int(), desired: z.int() }).optional(),
  })
  .meta({ id: 'HealthPart' });

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
    /** Everything that runs, Jobs and CronJobs too; worst first. */
    workloads: z.array(
      z.object({
        subject: z.string(),
        kind: z.string(),
        name: z.string(),
        cluster: z.string().optional(),
        namespace: z.string().optional(),
        environment: z.string().optional(),
        health,
        summary: z
          .discriminatedUnion('type', [
            workloadSummary,
            jobSummary,
            scheduleSummary,
          ])
          .optional(),
        /** Ids of the open issues that concern it. */
        issues: z.array(z.string()),
        /** Set when nobody watches it any more: as seen then. */
        lastSeen: timestamp.optional(),
        goneAt: timestamp.optional(),
      }),
    ),
    /** Open ones, worst first. */
    issues: z.array(issue),
    alerts: z.array(issue),
    /** The time that `history` and `closed` are of. */
    window: z.object({ from: timestamp, to: timestamp }),
    /** Alerts and health issues that ended within the window: newest first, at most 100 of them. */
    closed: z.object({ count: z.int(), events: z.array(changeEvent) }),
    /**
     * Per environment, by issues, alerts and who watched. Time that nobody watched is `unknown`; time before anything of it was there has
     * no segment.
     */
    history: z.array(
      z.object({
        environment: z.string(),
        production: z.boolean(),
        segments: z.array(
          z.object({
            from: timestamp,
            to: timestamp,
            status: health.shape.status,
          }),
        ),
        /** Time in each state. */
        seconds: healthCounts,
        /** Stretches in which it was unhealthy. */
        incidents: z.int(),
      }),
    ),
    /** Upstream entities to the fourth degree that the reader may see. */
    dependencies: z.array(lanePlace.extend({ health })),
    dependenciesWithheld: z.int(),
    /** Over `dependencies`. */
    rollUp: healthCounts,
    /** Over the entities that directly depend on this one. */
    dependents: healthCounts.extend({ withheld: z.int() }),
    /** Those of `dependencies` that are outside of the company, or had an incident there. */
    thirdParties: z.array(
      lanePlace.extend({
        health,
        /** Open ones. */
        incidents: z.array(changeEvent),
        /** By whom it is watched, if by anybody. */
        coverage: coverageInterval.optional(),
      }),
    ),
    /** Of a System, a Group or a User: what belongs to it, worst first. */
    parts: z.array(healthPart).optional(),
    /** Over all parts that the reader may see. */
    partCounts: healthCounts.optional(),
    partsWithheld: z.int().optional(),
    /** Of a Component or Resource without any workload: by what one was looked for. Where: `coverage`. */
    lookedFor: z
      .object({
        claims: z.array(
          z.object({
            source: z.string(),
            how: z.enum(['subject', 'label', 'selector']),
            /** The subject, `key=value` or the selector. */
            text: z.string(),
            namespace: z.string().optional(),
            cluster: z.string().optional(),
            /** Subjects that it finds. */
            found: z.int(),
          }),
        ),
        /** The annotation that would bind it, ready to copy. */
        suggestion: z.object({
          annotation: z.string(),
          value: z.string(),
          /** Workloads that it would find now. */
          found: z.int(),
        }),
      })
      .optional(),
    coverage: z.array(coverageInterval),
    /** Signal channel on which "something changed" is told. */
    channel: z.string().optional(),
  })
  .meta({ id: 'EntityHealth' });
