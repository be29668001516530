import { type JsonObject, isObject } from '../json.ts';

/**
 * How the API server looks at a value: as one thing, as a map of fields, as a list whose items are told apart by keys, or as a set.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
export type Shape =
  | { type: 'atomic' }
  | { type: 'map' }
  | { type: 'keyed'; keys: readonly string[]; item: Shape }
  | { type: 'set' };

export const ATOMIC_SHAPE: Shape = { type: 'atomic' };
export const OBJECT_SHAPE: Shape = { type: 'map' };
const SET_SHAPE: Shape = { type: 'set' };

/** Maps that are written as a whole. */
const ATOMIC_MAPS = new Set([
  'configMapKeyRef',
  'fieldRef',
  'nodeSelector',
  'resourceFieldRef',
  'secretKeyRef',
  'selector',
]);

const KEYS: Record<string, readonly string[]> = {
  conditions: ['type'],
  containers: ['name'],
  env: ['name'],
  ephemeralContainers: ['name'],
  imagePullSecrets: ['name'],
  initContainers: ['name'],
  ownerReferences: ['uid'],
  podIPs: ['ip'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  volumeMounts: ['mountPath'],
  volumes: ['name'],
};
const CONTAINER_PORT_KEYS = ['containerPort', 'protocol'];
const SERVICE_PORT_KEYS = ['port', 'protocol'];
const DEFAULT_KEYS: JsonObject = { protocol: 'TCP' };

/** @param field - the name under which the value lies */
export function shapeOf(field: string, value: unknown): Shape {
  if (isObject(value))
    return ATOMIC_MAPS.has(field) ? ATOMIC_SHAPE : OBJECT_SHAPE;
  if (!Array.isArray(value)) return ATOMIC_SHAPE;
  if (field === 'finalizers') return SET_SHAPE;
  const keys = keysOf(field, value);
  if (!keys) return ATOMIC_SHAPE;
  return {
    type: 'keyed',
    keys,
    item: field === 'ownerReferences' ? ATOMIC_SHAPE : OBJECT_SHAPE,
  };
}

/** What tells an item of a list apart, as `managedFields` write it: `k:{"name":"app"}`. */
export function itemKey(keys: readonly string[], item: unknown): string {
  const values = keys.map(key => [
    key,
    (isObject(item) ? item[key] : undefined) ?? DEFAULT_KEYS[key],
  ]);
  return `k:${JSON.stringify(Object.fromEntries(values))}`;
}

function keysOf(field: string, list: unknown[]): readonly string[] | undefined {
  if (field !== 'ports') return KEYS[field];
  const isContainers = list.some(
    item => isObject(item) && item.containerPort !== undefined,
  );
  return isContainers ? CONTAINER_PORT_KEYS : SERVICE_PORT_KEYS;
}
