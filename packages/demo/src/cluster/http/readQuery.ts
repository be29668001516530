import { z } from 'zod';
import type { Refusal } from './answer.ts';

const flag = z
  .enum(['true', 'false', '1', '0', ''])
  .optional()
  .transform(value => value === 'true' || value === '1');
const count = (most: number) => z.coerce.number().int().min(0).max(most);

const schema = z.object({
  watch: flag,
  labelSelector: z.string().max(2_000).default(''),
  fieldSelector: z.string().max(2_000).default(''),
  /** 0 or absent: all at once. */
  limit: count(1_000_000).default(0),
  continue: z.string().max(200).default(''),
  resourceVersion: z
    .string()
    .regex(/^\d{0,15}$/, 'must be a number')
    .default(''),
  timeoutSeconds: count(86_400).default(0),
  allowWatchBookmarks: flag,
  sendInitialEvents: flag,
});

/** What a list or a watch is asked for. */
export type ReadQuery = z.infer<typeof schema>;

/** Of a request that reads; or why that cannot be answered. */
export function readQuery(query: URLSearchParams): ReadQuery | Refusal {
  const result = schema.safeParse(Object.fromEntries(query));
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  return [400, 'BadRequest', `${path.join('.')}: ${message}`];
}
