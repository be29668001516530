import { InputError } from '@backstage/errors';
import type { z } from 'zod';

/**
 * A body by its schema.
 *
 * @throws InputError that names the field which cannot be understood
 */
export function understand<T extends z.ZodType>(
  schema: T,
  body: unknown,
): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  throw new InputError(
    typeof body === 'string'
      ? 'The body is no JSON'
      : `${path.join('.') || 'body'}: ${message}`,
  );
}
