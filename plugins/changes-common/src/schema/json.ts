import type { JsonValue } from '@backstage/types';
import { z } from 'zod';

/**
 * Any JSON value. z.json() tries a union at every node, which for a manifest costs more than all the rest together.
 * @public
 */
export const json = z
  .unknown()
  .refine(isJson, 'must be JSON') as z.ZodType<unknown> as z.ZodType<JsonValue>;

function isJson(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      if (value === null) return true;
      if (Array.isArray(value)) return value.every(isJson);
      return Object.values(value).every(
        item => item === undefined || isJson(item),
      );
    default:
      return false;
  }
}
