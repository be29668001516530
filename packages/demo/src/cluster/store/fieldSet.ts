import { isDeepStrictEqual } from 'node:util';
import { type JsonObject, isObject } from '../json.ts';
import {
  ATOMIC_SHAPE,
  OBJECT_SHAPE,
  type Shape,
  itemKey,
  shapeOf,
} from './shape.ts';

/**
 * Which fields of an object somebody owns, as `managedFields` write it (FieldsV1): nested by `f:NAME`, by `k:KEYS` for items of lists and
 * `v:VALUE` for members of sets. A leaf is owned; what lies above is only if it has the member `.`.
 */
export interface FieldSet {
  [step: string]: FieldSet;
}

/** What an update took: fields that are new or have another value; and what it removed. */
export interface FieldChanges {
  taken: FieldSet;
  removed: FieldSet;
}

const NONE: FieldSet = {};
const SELF = '.';

/** Every object has these, empty or not, so nobody owns them as such. */
const ALWAYS_THERE = new Set([
  'f:containers',
  'f:jobTemplate',
  'f:loadBalancer',
  'f:metadata',
  'f:scaleTargetRef',
  'f:spec',
  'f:status',
  'f:strategy',
  'f:template',
]);

/** What of an object nobody owns, since the API server writes it. */
const UNOWNED_METADATA = [
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'name',
  'namespace',
  'resourceVersion',
  'uid',
];

export function isEmpty(set: FieldSet): boolean {
  return Object.keys(set).length === 0;
}

/** All fields that an applied configuration names. */
export function fieldsOf(object: object): FieldSet {
  return namedIn(ownable(object as JsonObject), OBJECT_SHAPE) ?? NONE;
}

/** What differs between two states of an object; without an earlier one, all of it is taken. */
export function compare(
  before: object | undefined,
  after: object,
): FieldChanges {
  const changes = differences(
    ownable((before ?? {}) as JsonObject),
    ownable(after as JsonObject),
    OBJECT_SHAPE,
  );
  return { taken: changes.taken ?? NONE, removed: changes.removed ?? NONE };
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  // At the top, empty means nothing; below, it means the field itself.
  if (isEmpty(a)) return b;
  return isEmpty(b) ? a : united(a, b);
}

/** Without what the second owns; what lies below stays. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return without(a, b) ?? NONE;
}

export function intersects(a: FieldSet, b: FieldSet): boolean {
  return stepsOf(a).some(
    step =>
      b[step] !== undefined &&
      ((isMember(a[step]) && isMember(b[step])) ||
        intersects(a[step], b[step])),
  );
}

/** An object without the fields of a set. What becomes empty by that vanishes as well. */
export function removeFields<T extends object>(object: T, set: FieldSet): T {
  if (isEmpty(set)) return object;
  return (removed(object, OBJECT_SHAPE, set) ?? {}) as T;
}

function stepsOf(set: FieldSet): string[] {
  return Object.keys(set).filter(step => step !== SELF);
}

function isMember(set: FieldSet): boolean {
  return SELF in set || isEmpty(set);
}

/** Undefined where nothing would be in it. */
function node(
  member: boolean,
  children: Record<string, FieldSet>,
): FieldSet | undefined {
  if (Object.keys(children).length === 0) return member ? {} : undefined;
  return member ? { [SELF]: {}, ...children } : children;
}

function united(a: FieldSet, b: FieldSet): FieldSet {
  const children: Record<string, FieldSet> = {};
  for (const step of [...stepsOf(a), ...stepsOf(b)]) {
    const [left, right] = [a[step], b[step]];
    children[step] ??= left && right ? united(left, right) : left ?? right;
  }
  return node(isMember(a) || isMember(b), children) ?? NONE;
}

function without(a: FieldSet, b: FieldSet): FieldSet | undefined {
  const children: Record<string, FieldSet> = {};
  for (const step of stepsOf(a)) {
    const left = b[step] ? without(a[step], b[step]) : a[step];
    if (left) children[step] = left;
  }
  return node(isMember(a) && !isMember(b), children);
}

function ownable(object: JsonObject): JsonObject {
  const { apiVersion: _, kind: __, metadata, ...rest } = object;
  const kept = { ...(isObject(metadata) ? metadata : {}) };
  for (const field of UNOWNED_METADATA) delete kept[field];
  return { metadata: kept, ...rest };
}

interface Part {
  value: unknown;
  shape: Shape;
}

/** The parts of a value by the steps that lead to them; undefined where it is one thing. */
function partsOf(value: unknown, shape: Shape): Map<string, Part> | undefined {
  switch (shape.type) {
    case 'map':
      if (!isObject(value)) return undefined;
      return new Map(
        Object.entries(value)
          .filter(([, item]) => item !== undefined)
          .map(([name, item]) => [
            `f:${name}`,
            { value: item, shape: shapeOf(name, item) },
          ]),
      );
    case 'keyed':
      if (!Array.isArray(value)) return undefined;
      return new Map(
        value.map(item => [
          itemKey(shape.keys, item),
          { value: item, shape: shape.item },
        ]),
      );
    case 'set':
      if (!Array.isArray(value)) return undefined;
      return new Map(
        value.map(item => [
          `v:${JSON.stringify(item)}`,
          { value: item, shape: ATOMIC_SHAPE },
        ]),
      );
    default:
      return undefined;
  }
}

function isItem(step: string): boolean {
  return !step.startsWith('f:');
}

function namedIn(
  value: unknown,
  shape: Shape,
  step?: string,
): FieldSet | undefined {
  const parts = partsOf(value, shape);
  const children: Record<string, FieldSet> = {};
  for (const [name, part] of parts ?? []) {
    const named = namedIn(part.value, part.shape, name);
    if (named) children[name] = named;
  }
  const isLeaf = Object.keys(children).length === 0;
  const isOwned =
    step !== undefined &&
    (isItem(step) || (isLeaf && !(parts && ALWAYS_THERE.has(step))));
  return node(isOwned, children);
}

/** All that an added value consists of, itself included. */
function all(value: unknown, shape: Shape, step: string): FieldSet | undefined {
  const parts = partsOf(value, shape);
  const children: Record<string, FieldSet> = {};
  for (const [name, part] of parts ?? []) {
    const set = all(part.value, part.shape, name);
    if (set) children[name] = set;
  }
  return node(!(parts && ALWAYS_THERE.has(step)), children);
}

function differences(
  before: unknown,
  after: unknown,
  shape: Shape,
): { taken?: FieldSet; removed?: FieldSet } {
  if (before === after) return {};
  const old = partsOf(before, shape);
  const next = partsOf(after, shape);
  if (!old || !next) {
    return isDeepStrictEqual(before, after) ? {} : { taken: {} };
  }
  const taken: Record<string, FieldSet> = {};
  const gone: Record<string, FieldSet> = {};
  for (const [step, part] of next) {
    const was = old.get(step);
    const changes = was
      ? differences(was.value, part.value, part.shape)
      : { taken: all(part.value, part.shape, step) };
    if (changes.taken) taken[step] = changes.taken;
    if ('removed' in changes && changes.removed) gone[step] = changes.removed;
  }
  for (const [step, part] of old) {
    const set = next.has(step) ? undefined : all(part.value, part.shape, step);
    if (set) gone[step] = set;
  }
  return { taken: node(false, taken), removed: node(false, gone) };
}

function removed(value: unknown, shape: Shape, set: FieldSet): unknown {
  const parts = partsOf(value, shape);
  if (!parts || isEmpty(set)) return undefined;
  const kept: [string, unknown][] = [];
  for (const [step, part] of parts) {
    const below = set[step];
    // An item that is owned no more goes with all that the API server added to it.
    if (below && isItem(step) && isMember(below)) continue;
    const left = below ? removed(part.value, part.shape, below) : part.value;
    if (left !== undefined) kept.push([step, left]);
  }
  if (kept.length === 0) return undefined;
  return Array.isArray(value)
    ? kept.map(([, item]) => item)
    : Object.fromEntries(
        kept.map(([step, item]) => [step.slice('f:'.length), item]),
      );
}
