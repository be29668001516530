import { z } from 'zod';
import { COVERAGE_STATES } from '../kinds';
import { timestamp } from './event';
import { json } from './json';

/**
 * What a workload is now, in its cluster's words.
 * @public
 */
export const workloadSummary = z
  .object({
    type: z.literal('workload'),
    desired: z.int().min(0),
    ready: z.int().min(0),
    updated: z.int().min(0),
    available: z.int().min(0),
    /** Container name → image reference. */
    images: z.record(z.string(), z.string()),
    /** `app.kubernetes.io/version`, else the first image's tag. */
    version: z.string().optional(),
    rollout: z
      .object({
        state: z.enum(['complete', 'in-progress', 'failed', 'paused']),
        since: timestamp.optional(),
        reason: z.string().optional(),
        revision: z.string().optional(),
      })
      .optional(),
    autoscaler: z
      .object({
        name: z.string(),
        min: z.int(),
        max: z.int(),
        current: z.int(),
        desired: z.int(),
      })
      .optional(),
    /** What its pod template names, as subjects: Services, ConfigMaps, Secrets (name only). */
    uses: z.array(z.string()).optional(),
    /** Pod template labels alone: what a Service's selector matches. */
    podLabels: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'WorkloadSummary' });

/**
 * A Service: whose pods it leads to.
 * @public
 */
export const serviceSummary = z
  .object({
    type: z.literal('service'),
    selector: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'ServiceSummary' });

/** How one run of a Job stands or ended. */
const run = {
  state: z.enum(['waiting', 'running', 'succeeded', 'failed']),
  startedAt: timestamp.optional(),
  endedAt: timestamp.optional(),
  /** Why it failed, in its controller's words. */
  reason: z.string().max(500).optional(),
};

const versions = {
  /** Container name → image reference. */
  images: z.record(z.string(), z.string()).optional(),
  /** `app.kubernetes.io/version`, else the first image's tag. */
  version: z.string().optional(),
};

/**
 * A Job: work that ends.
 * @public
 */
export const jobSummary = z
  .object({ type: z.literal('job'), ...run, ...versions })
  .meta({ id: 'JobSummary' });

/**
 * A CronJob: work that is done again and again.
 * @public
 */
export const scheduleSummary = z
  .object({
    type: z.literal('schedule'),
    /** As it is written, e.g. five fields of cron. */
    schedule: z.string().max(200),
    timeZone: z.string().max(100).optional(),
    suspended: z.literal(true).optional(),
    lastRun: z.object(run).optional(),
    /** When the next run after the last one is due; passed by where it was missed. */
    nextAt: timestamp.optional(),
    ...versions,
  })
  .meta({ id: 'ScheduleSummary' });

/** @public */
export const subjectSummary = z.discriminatedUnion('type', [
  workloadSummary,
  serviceSummary,
  jobSummary,
  scheduleSummary,
]);

/**
 * The latest facts of a subject as its source last said.
 * @public
 */
export const subjectRow = z
  .object({
    subject: z.string().min(1).max(1000),
    /** E.g. `Deployment`, `repository`, `service`. */
    kind: z.string().min(1).max(100),
    cluster: z.string().optional(),
    namespace: z.string().optional(),
    name: z.string(),
    /** A workload's own labels united with its pod template's. */
    labels: z.record(z.string(), z.string()).optional(),
    /** Annotations that matching or code look-ups read; a source keeps few. */
    annotations: z.record(z.string(), z.string()).optional(),
    /** The subject that controls this one. */
    parent: z.string().optional(),
    summary: subjectSummary.optional(),
    /** The source's own order; an older row never overwrites a newer one. */
    observedAt: timestamp,
    /** Set when it was deleted. */
    goneAt: timestamp.optional(),
  })
  .meta({ id: 'SubjectRow' });

/**
 * One word of a source about whether it observes a scope, e.g. scope `prod-eu/deployments.apps`. The scope's first part, URI-encoded, is
 * the source's instance.
 * @public
 */
export const coverageNote = z
  .object({
    scope: z.string().min(1).max(500),
    /** `ended`: the source no longer has this scope; it stays in the history alone. */
    state: z.enum([...COVERAGE_STATES, 'ended']),
    at: timestamp,
    /** How often a word is due: silence of twice as long was not live. Default 60, a watch's. */
    periodSeconds: z.int().min(1).max(86_400).optional(),
    /** It has lasted without a break since then, however long the source said nothing by the clock of `at`. */
    unbrokenSince: timestamp.optional(),
    /** In plain words, with the remedy where there is one. */
    reason: z.string().max(1000).optional(),
  })
  .meta({ id: 'CoverageNote' });

/**
 * What a source keeps to go on after a restart; `body` null deletes.
 * @public
 */
export const sourceState = z.object({
  id: z.string().min(1).max(500),
  body: json.nullable(),
});
