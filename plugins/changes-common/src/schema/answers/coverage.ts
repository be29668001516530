import { z } from 'zod';
import { COVERAGE_STATES } from '../../kinds';
import { timestamp } from '../event';

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
