import type { JsonObject, JsonValue } from '@backstage/types';
import type { FieldChange } from './types';

type Json = JsonValue | undefined;

/** A value that was hidden. Two hidden values that are known to differ carry different suffixes: `«hidden 1a2b»`. */
const HIDDEN = /^«hidden.*»$/;

/**
 * The value that stands for a hidden one. With a keyed digest, one can still tell that two hidden values differ.
 * @public
 */
export function hiddenValue(digest?: string): string {
  return digest ? `«hidden ${digest}»` : '«hidden»';
}

// What the API server itself takes as a list item's identity (patchMergeKey or listMapKeys), by the list's field name.
const LIST_KEYS = new Map(
  Object.entries({
    containers: ['name'],
    initContainers: ['name'],
    ephemeralContainers: ['name'],
    env: ['name'],
    volumes: ['name'],
    volumeMounts: ['mountPath'],
    volumeDevices: ['devicePath'],
    ports: ['name', 'containerPort', 'port'],
    imagePullSecrets: ['name'],
    conditions: ['type'],
    hostAliases: ['ip'],
    topologySpreadConstraints: ['topologyKey'],
    secrets: ['name'],
    webhooks: ['name'],
  }),
);

/**
 * The fields in which two manifests differ, in the manifests' order: first what `before` has, then what is new. Paths are Kubernetes'
 * own, list items by their merge key: `spec.template.spec.containers[app].image`, keys with other characters quoted:
 * `metadata.labels['app.kubernetes.io/name']`. A value that was hidden gives `redacted` and no values.
 * Cost grows with the size of both manifests.
 * @public
 */
export function diffManifests(before: Json, after: Json): FieldChange[] {
  const changes: FieldChange[] = [];
  compare(before, after, '', '', changes);
  return changes;
}

function compare(
  before: Json,
  after: Json,
  path: string,
  field: string,
  changes: FieldChange[],
): void {
  if (before === after) return;
  if (isObject(before) && isObject(after)) {
    for (const key of union(Object.keys(before), Object.keys(after))) {
      compare(
        own(before, key),
        own(after, key),
        pathOfKey(path, key),
        key,
        changes,
      );
    }
  } else if (Array.isArray(before) && Array.isArray(after)) {
    compareLists(before, after, path, field, changes);
  } else {
    changes.push(fieldChange(path, before, after));
  }
}

function compareLists(
  before: JsonValue[],
  after: JsonValue[],
  path: string,
  field: string,
  changes: FieldChange[],
): void {
  const key = LIST_KEYS.get(field)?.find(candidate =>
    isKeyOf(candidate, before, after),
  );
  if (key) {
    const index = (items: JsonValue[]) =>
      new Map(items.map(item => [String((item as JsonObject)[key]), item]));
    const [left, right] = [index(before), index(after)];
    for (const name of union(left.keys(), right.keys())) {
      compare(left.get(name), right.get(name), `${path}[${name}]`, '', changes);
    }
  } else {
    for (let i = 0; i < Math.max(before.length, after.length); i++) {
      compare(before[i], after[i], `${path}[${i}]`, '', changes);
    }
  }
}

function isKeyOf(key: string, ...lists: JsonValue[][]): boolean {
  return lists.every(
    items =>
      items.every(item => isObject(item) && own(item, key) !== undefined) &&
      new Set(items.map(item => String((item as JsonObject)[key]))).size ===
        items.length,
  );
}

function fieldChange(path: string, before: Json, after: Json): FieldChange {
  if (isHidden(before) || isHidden(after)) return { path, redacted: true };
  return {
    path,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

function isHidden(value: Json): boolean {
  return typeof value === 'string' && HIDDEN.test(value);
}

function pathOfKey(path: string, key: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)) return `${path}['${key}']`;
  return path === '' ? key : `${path}.${key}`;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// `__proto__` and the like are keys that a manifest may carry.
function own(object: JsonObject, key: string): Json {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function union<T>(a: Iterable<T>, b: Iterable<T>): Set<T> {
  return new Set([...a, ...b]);
}
