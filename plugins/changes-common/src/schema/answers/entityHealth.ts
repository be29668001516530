import { z } from 'zod';
import { changeEvent, evidence, timestamp } from '../event';
import { workloadSummary } from '../subject';
import { coverageInterval } from './coverage';
import { health } from './health';
import { lanePlace } from './lanePlace';

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
          z.object({
            from: timestamp,
            to: timestamp,
            status: health.shape.status,
          }),
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
