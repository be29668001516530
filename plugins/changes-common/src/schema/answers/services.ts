import { z } from 'zod';
import { changeEvent } from '../event';
import { coverageInterval } from './coverage';
import { health } from './health';

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
          z.object({ name: z.string(), status: health.shape.status }),
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
