import { isDeepStrictEqual } from 'node:util';
import { type JsonObject, isObject } from '../json.ts';
import { OBJECT_SHAPE, type Shape, itemKey, shapeOf } from './shape.ts';

/** An object with an applied configuration laid over it. What the configuration does not name stays. */
export function merge<T extends object>(live: T, config: object): T {
  return merged(live, config, OBJECT_SHAPE) as T;
}

/** A JSON merge patch (RFC 7386): null removes. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

/**
 * A strategic merge patch: a merge patch that tells items of lists apart by their keys.
 * https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
export function strategicMergePatch(target: unknown, patch: unknown): unknown {
  return strategic(target, patch, OBJECT_SHAPE);
}

/** The later state of an object, sharing with the earlier one whatever is the same, so that comparing and keeping both costs little. */
export function share<T>(before: unknown, after: T): T {
  if (before === after) return after;
  if (Array.isArray(before) && Array.isArray(after)) {
    const items = after.map((item, index) => share(before[index], item));
    const isSame =
      items.length === before.length &&
      items.every((item, index) => item === before[index]);
    return (isSame ? before : items) as T;
  }
  if (isObject(before) && isObject(after)) {
    const keys = Object.keys(after);
    const fields = keys.map(key => [key, share(before[key], after[key])]);
    const isSame =
      keys.length === Object.keys(before).length &&
      fields.every(
        ([key, value]) =>
          (key as string) in before && value === before[key as string],
      );
    return (isSame ? before : Object.fromEntries(fields)) as T;
  }
  return after;
}

function merged(live: unknown, config: unknown, shape: Shape): unknown {
  if (shape.type === 'map' && isObject(live) && isObject(config)) {
    const result: JsonObject = { ...live };
    for (const [key, value] of Object.entries(config)) {
      result[key] = merged(live[key], value, shapeOf(key, value));
    }
    return result;
  }
  if (!Array.isArray(live) || !Array.isArray(config)) return config;
  if (shape.type === 'set') {
    return [...live, ...config.filter(item => !live.includes(item))];
  }
  if (shape.type !== 'keyed') return config;
  const { keys, item: itemShape } = shape;
  const named = new Map(config.map(item => [itemKey(keys, item), item]));
  const old = new Set(live.map(item => itemKey(keys, item)));
  return [
    ...live.map(item => {
      const change = named.get(itemKey(keys, item));
      return change === undefined ? item : merged(item, change, itemShape);
    }),
    ...config.filter(item => !old.has(itemKey(keys, item))),
  ];
}

function strategic(target: unknown, patch: unknown, shape: Shape): unknown {
  if (isObject(patch)) {
    const { $patch: directive, $retainKeys: retained, ...fields } = patch;
    if (directive === 'replace') return fields;
    const result: JsonObject = isObject(target) ? { ...target } : {};
    if (Array.isArray(retained)) {
      for (const key of Object.keys(result)) {
        if (!retained.includes(key)) delete result[key];
      }
    }
    for (const [key, value] of Object.entries(fields)) {
      // The order of lists is not a change that anything here depends on.
      if (key.startsWith('$setElementOrder/')) continue;
      const [, primitives] =
        /^\$deleteFromPrimitiveList\/(.+)$/.exec(key) ?? [];
      if (primitives) {
        result[primitives] = leftOf(result[primitives], value);
      } else if (value === null) {
        delete result[key];
      } else {
        result[key] = strategic(result[key], value, shapeOf(key, value));
      }
    }
    return result;
  }
  if (!Array.isArray(patch) || !Array.isArray(target)) return patch;
  if (shape.type === 'set') return [...new Set([...target, ...patch])];
  if (shape.type !== 'keyed') return patch;
  return strategicList(target, patch, shape);
}

function strategicList(
  target: unknown[],
  patch: unknown[],
  { keys, item: itemShape }: Extract<Shape, { type: 'keyed' }>,
): unknown[] {
  if (patch.some(item => isObject(item) && item.$patch === 'replace')) {
    return patch.filter(item => !isObject(item) || !('$patch' in item));
  }
  const result = [...target];
  for (const item of patch) {
    const key = itemKey(keys, item);
    const index = result.findIndex(old => itemKey(keys, old) === key);
    const isDeletion = isObject(item) && item.$patch === 'delete';
    if (isDeletion && index >= 0) result.splice(index, 1);
    else if (index >= 0)
      result[index] = strategic(result[index], item, itemShape);
    else if (!isDeletion) result.push(strategic(undefined, item, itemShape));
  }
  return result;
}

function leftOf(list: unknown, gone: unknown): unknown[] {
  const items = Array.isArray(list) ? list : [];
  const removed = Array.isArray(gone) ? gone : [];
  return items.filter(
    item => !removed.some(other => isDeepStrictEqual(item, other)),
  );
}
