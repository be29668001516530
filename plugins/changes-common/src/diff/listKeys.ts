import type { JsonObject, JsonValue } from '@backstage/types';

/** What tells a list's items apart; undefined for an item that it cannot name. */
type ItemKey = (item: JsonValue) => string | undefined;

/**
 * What the API server itself takes as a list item's identity (patchMergeKey or listMapKeys), by the list's field; several where it
 * depends on the items: the first that names all of them differently.
 */
const LIST_KEYS: Readonly<Record<string, readonly ItemKey[]>> = {
  ...keyed('name', 'containers initContainers ephemeralContainers env volumes'),
  ...keyed('name', 'imagePullSecrets secrets webhooks parameters sources'),
  ...keyed('name', 'backendRefs parentRefs valuesFrom versions listeners'),
  ...keyed('mountPath', 'volumeMounts'),
  ...keyed('devicePath', 'volumeDevices'),
  ...keyed('type', 'conditions policies'),
  ...keyed('ip', 'hostAliases'),
  ports: [
    by('name'),
    by('containerPort'),
    by('containerPort', 'protocol'),
    by('port'),
    by('port', 'protocol'),
  ],
  paths: [by('path'), by('path', 'pathType')],
  matchExpressions: [by('key'), by('key', 'operator')],
  tolerations: [by('key'), by('key', 'effect'), by('key', 'value', 'effect')],
  topologySpreadConstraints: [
    by('topologyKey'),
    by('topologyKey', 'whenUnsatisfiable'),
  ],
  subjects: [by('name'), by('kind', 'name'), by('kind', 'namespace', 'name')],
  envFrom: [at('configMapRef', 'name', 'secretRef', 'name')],
  metrics: [metricOf],
  // Sets: an item is its own name.
  ...Object.fromEntries(
    'finalizers accessModes policyTypes verbs resources apiGroups resourceNames hosts hostnames drop add'
      .split(' ')
      .map(field => [field, [textOf]]),
  ),
  args: [flagOf],
  command: [flagOf],
};

/** What names an item here is itself what people change: it tells items apart only where some came or some went. */
const SOFT_KEYS: Readonly<Record<string, ItemKey>> = {
  rules: by('host'),
  tls: by('secretName'),
};

/** What names each item of both lists, or undefined where nothing does: then they are compared by their places. */
export function keyOfItems(
  field: string,
  ...lists: readonly JsonValue[][]
): ((item: JsonValue) => string) | undefined {
  const keys = Object.hasOwn(LIST_KEYS, field) ? LIST_KEYS[field] : [];
  const key = keys.find(candidate =>
    lists.every(items => {
      const names = new Set(items.map(candidate));
      return names.size === items.length && !names.has(undefined);
    }),
  );
  if (key) return item => key(item)!;
  const soft = Object.hasOwn(SOFT_KEYS, field) ? SOFT_KEYS[field] : undefined;
  return soft && isNested(soft, lists) ? item => soft(item)! : undefined;
}

/** Whether all items have names of their own, and the names of the shortest list are in all others. */
function isNested(key: ItemKey, lists: readonly JsonValue[][]): boolean {
  const names = lists.map(items => new Set(items.map(key)));
  return (
    names.every(
      (those, index) =>
        those.size === lists[index].length && !those.has(undefined),
    ) &&
    [...names]
      .sort((a, b) => a.size - b.size)
      .every(
        (those, index, sorted) =>
          index === 0 || [...sorted[0]].every(name => those.has(name)),
      )
  );
}

function keyed(name: string, fields: string): Record<string, ItemKey[]> {
  return Object.fromEntries(
    fields.split(' ').map(field => [field, [by(name)]]),
  );
}

/** The values of these fields. */
function by(...fields: string[]): ItemKey {
  return item => {
    if (!isObject(item)) return undefined;
    const values = fields.map(field => scalarOf(item, field));
    return values.includes(undefined) ? undefined : values.join(',');
  };
}

/** The value in the first of these objects that is there: pairs of an object's and its value's field. */
function at(...pairs: string[]): ItemKey {
  return item => {
    if (!isObject(item)) return undefined;
    for (let index = 0; index < pairs.length; index += 2) {
      const holder = own(item, pairs[index]);
      if (isObject(holder)) return scalarOf(holder, pairs[index + 1]);
    }
    return undefined;
  };
}

/** A HorizontalPodAutoscaler's metric: a resource of pods or of one container, or a metric by its name. */
function metricOf(item: JsonValue): string | undefined {
  if (!isObject(item)) return undefined;
  for (const holder of Object.values(item)) {
    if (!isObject(holder)) continue;
    const metric = own(holder, 'metric');
    const name = scalarOf(isObject(metric) ? metric : holder, 'name');
    const container = scalarOf(holder, 'container');
    if (name !== undefined) {
      return container === undefined ? name : `${container}/${name}`;
    }
  }
  return undefined;
}

/** `--log-level=debug` is told apart by its flag; a list with any other arguments goes by places. */
function flagOf(item: JsonValue): string | undefined {
  return typeof item === 'string'
    ? /^(--?[A-Za-z][\w.-]*)(?:=|$)/.exec(item)?.[1]
    : undefined;
}

function textOf(item: JsonValue): string | undefined {
  return typeof item === 'string' ? item : undefined;
}

function scalarOf(object: JsonObject, field: string): string | undefined {
  const value = own(object, field);
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : undefined;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
