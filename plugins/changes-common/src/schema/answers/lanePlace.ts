import { z } from 'zod';

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
