import { z } from 'zod';

const INCIDENTS_MAX = 20;
const SCENES_MAX = 50;
const CLUSTERS_MAX = 50;

const time = z.iso.datetime({ offset: true });
/** A page of this portal, never one elsewhere. */
const path = z.string().regex(/^\/(?![/\\])/, 'is a path of this portal');

const incident = z.object({
  id: z.string(),
  phase: z.enum(['quiet', 'running', 'open', 'recovering']),
  startedAt: time.optional(),
  alertAt: time.optional(),
  entityRef: z.string(),
});

/** What the world's control server says of it. */
export const worldStateSchema = z.object({
  now: time,
  phase: z.enum(['history', 'catching-up', 'living']),
  clusters: z
    .array(
      z.object({ name: z.string(), state: z.enum(['answering', 'silent']) }),
    )
    .max(CLUSTERS_MAX),
  incidents: z.array(incident).max(INCIDENTS_MAX),
  scenes: z.array(z.object({ id: z.string(), path })).max(SCENES_MAX),
});

export type WorldState = z.infer<typeof worldStateSchema>;
export type Incident = z.infer<typeof incident>;

/** The control server's own words for what cannot be done. */
export const refusalSchema = z.object({ error: z.string().max(500) });
