import { digestOf } from './manifest';

/** Of a value with its secrets, whatever the order of its fields: in memory only. */
export function canonicalDigestOf(value: unknown): string {
  return digestOf(inOrder(value));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, inOrder(item)]),
  );
}
