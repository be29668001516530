import { z } from 'zod';
import { HEALTH_STATUSES } from '../../kinds';
import { timestamp } from '../event';

/**
 * A state with its begin.
 * @public
 */
export const health = z
  .object({
    status: z.enum(HEALTH_STATUSES),
    since: timestamp.optional(),
    /** One sentence that a person can check. */
    reason: z.string(),
  })
  .meta({ id: 'Health' });
