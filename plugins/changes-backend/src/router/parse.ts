import { InputError } from '@backstage/errors';
import type { z } from 'zod';
import { fieldOf } from '../ingest/validate';

/**
 * What a schema makes of a request's part, with its defaults.
 * @throws InputError that names the first field which does not fit.
 * @internal
 */
export function parse<T extends z.ZodType>(
  schema: T,
  value: unknown,
): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new InputError(
    [fieldOf(issue.path), issue.message].filter(Boolean).join(': '),
  );
}
