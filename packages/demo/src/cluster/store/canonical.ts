import { isObject } from '../json.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';

/**
 * An object with its fields in one order, whoever wrote them in which, without those that have no value. An API server orders them as
 * well: a template that comes back is then the same text. What is in order already stays the same value.
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
  if (Array.isArray(value)) {
    const items = value.map(ordered);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  const isOrdered = keys.every(
    (key, index) =>
      isValue(value[key]) && (index === 0 || keys[index - 1] < key),
  );
  const sorted = isOrdered
    ? keys
    : keys.filter(key => isValue(value[key])).sort();
  const items = sorted.map(key => ordered(value[key]));
  const isSame =
    isOrdered && items.every((item, index) => item === value[keys[index]]);
  return isSame
    ? value
    : Object.fromEntries(sorted.map((key, index) => [key, items[index]]));
}

function isValue(value: unknown): boolean {
  return value !== undefined && value !== null;
}
