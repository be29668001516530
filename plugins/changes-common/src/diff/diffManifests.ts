import type { JsonObject, JsonValue } from '@backstage/types';
import type { FieldChange } from '../types';
import { isDefault, typeOfBoth, type Typed } from './defaults';
import { pathOfField, pathOfItem } from './fieldPath';
import { keyOfItems } from './listKeys';
import { isHidden } from './marks';
import { isSameAmount } from './sameAmount';

/** What is filled in here depends on a field beside it, which may have changed too. */
const DEPENDENT = new Set(['imagePullPolicy']);
/** These only repeat a field beside them. */
const COPIES = new Set(['serviceAccount']);

type Json = JsonValue | undefined;

class Comparison {
  readonly changes: FieldChange[] = [];
  readonly #type: Typed | undefined;

  constructor(type: Typed | undefined) {
    this.#type = type;
  }

  compare(before: Json, after: Json, path: string, field: string): void {
    if (before === after) return;
    if (isObject(before) && isObject(after)) {
      for (const key of union(Object.keys(before), Object.keys(after))) {
        this.#compareField(before, after, pathOfField(path, key), key);
      }
    } else if (isListOrAbsent(before) && isListOrAbsent(after)) {
      this.#compareLists(before, after, path, field);
    } else if (!this.#type || !isSameAmount(path, before, after)) {
      this.#add(path, before, after);
    }
  }

  #compareField(
    before: JsonObject,
    after: JsonObject,
    path: string,
    field: string,
  ): void {
    const [old, now] = [own(before, field), own(after, field)];
    const isFilledIn = (value: Json, holder: JsonObject) =>
      this.#isDefault(path, field, value, holder);
    const isAdded = old === undefined;
    if (isAdded || now === undefined) {
      const [value, holder, other] = isAdded
        ? [now, after, before]
        : [old, before, after];
      if (
        isFilledIn(value, holder) &&
        (!DEPENDENT.has(field) || isFilledIn(value, other))
      ) {
        return;
      }
    } else if (
      COPIES.has(field) &&
      isFilledIn(old, before) &&
      isFilledIn(now, after)
    ) {
      return;
    }
    this.compare(old, now, path, field);
  }

  #compareLists(
    before: JsonValue[] | undefined,
    after: JsonValue[] | undefined,
    path: string,
    field: string,
  ): void {
    const [old, now] = [before ?? [], after ?? []];
    const key = keyOfItems(field, old, now);
    const isEmpty = old.length + now.length === 0;
    // An object's empty list and none are one to Kubernetes.
    if (isEmpty && this.#type) return;
    if ((!before || !after) && (!key || isEmpty)) {
      this.#add(path, before, after);
    } else if (key) {
      const index = (items: JsonValue[]) =>
        new Map(items.map(item => [key(item), item]));
      const [left, right] = [index(old), index(now)];
      for (const name of union(left.keys(), right.keys())) {
        this.compare(
          left.get(name),
          right.get(name),
          pathOfItem(path, name),
          '',
        );
      }
    } else {
      for (let place = 0; place < Math.max(old.length, now.length); place++) {
        this.compare(
          old[place],
          now[place],
          pathOfItem(path, String(place)),
          '',
        );
      }
    }
  }

  #add(path: string, before: Json, after: Json): void {
    if (isHidden(before) || isHidden(after)) {
      this.changes.push({ path, redacted: true });
      return;
    }
    const [old, now] =
      before === undefined || after === undefined
        ? [this.#wanted(before, path), this.#wanted(after, path)]
        : [before, after];
    this.changes.push({
      path,
      ...(old === undefined ? {} : { before: old }),
      ...(now === undefined ? {} : { after: now }),
    });
  }

  /** What came or went as a whole, without what was filled in. */
  #wanted(value: Json, path: string): Json {
    if (!this.#type) return value;
    if (Array.isArray(value)) {
      return value.map(item => this.#wanted(item, path)!);
    }
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, item]) => [key, item, pathOfField(path, key)] as const)
        .filter(([key, item, at]) => !this.#isDefault(at, key, item, value))
        .map(([key, item, at]) => [key, this.#wanted(item, at)]),
    );
  }

  #isDefault(
    path: string,
    field: string,
    value: Json,
    holder: JsonObject,
  ): boolean {
    return (
      this.#type !== undefined &&
      value !== undefined &&
      isDefault(this.#type, path, field, value, holder)
    );
  }
}

/**
 * The fields in which two manifests differ, in the manifests' order: first what `before` has, then what is new. Paths are Kubernetes'
 * own, list items by their merge key: `spec.template.spec.containers[app].image`, keys with other characters quoted:
 * `metadata.labels['app.kubernetes.io/name']`. A value that was hidden gives `redacted` and no values.
 *
 * One amount written in two ways is no difference, nor is what the API server fills in where nobody said otherwise, in objects that say
 * their apiVersion and kind.
 * Cost grows with the size of both manifests.
 * @public
 */
export function diffManifests(before: Json, after: Json): FieldChange[] {
  const type =
    isObject(before) && isObject(after) ? typeOfBoth(before, after) : undefined;
  const comparison = new Comparison(type);
  comparison.compare(before, after, '', '');
  return comparison.changes;
}

function isListOrAbsent(value: Json): value is JsonValue[] | undefined {
  return value === undefined || Array.isArray(value);
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
