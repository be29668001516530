import { isObject } from '../json.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';

/**
 * An object with its fields in one order, whoever wrote them in which, without those that have no value. An API server orders them as
 * well: a template that comes back is then the same text.
 */
export function canonical(object: KubernetesObject): KubernetesObject {
  const { kind, apiVersion, metadata, ...rest } = object;
  return {
    kind,
    apiVersion,
    metadata: ordered(metadata) as KubernetesObject['metadata'],
    ...(ordered(rest) as object),
  };
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined && item !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, ordered(item)]),
  );
}
