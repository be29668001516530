import type { JsonObject, JsonValue } from '@backstage/types';
import { parseFieldPath, type FieldPathStep } from '../diff/fieldPath';
import { keyOfItems } from '../diff/listKeys';
import type { FieldChange } from '../types';

type Json = JsonValue | undefined;

/** Does to a manifest what a difference says: the other way round of diffManifests. Items that are new come last in their list. */
export function applyFieldChanges(
  before: Json,
  changes: readonly FieldChange[],
): Json {
  let result = structuredClone(before);
  // From the last to the first: a list that goes by places loses its last items first.
  for (const change of orderOf(changes)) {
    result = applied(result, parseFieldPath(change.path), '', change.after);
  }
  return result;
}

function orderOf(changes: readonly FieldChange[]): FieldChange[] {
  const isRemoval = (change: FieldChange) => change.after === undefined;
  return [
    ...changes.filter(change => !isRemoval(change)),
    ...changes.filter(isRemoval).reverse(),
  ];
}

function applied(
  holder: Json,
  [step, ...rest]: FieldPathStep[],
  field: string,
  value: Json,
): Json {
  if (!step) return value;
  if ('field' in step) {
    const object = (holder ?? {}) as JsonObject;
    const inner = Object.hasOwn(object, step.field)
      ? object[step.field]
      : undefined;
    const next = applied(inner, rest, step.field, value);
    const entries = Object.entries(object).filter(
      ([key]) => key !== step.field,
    );
    return Object.fromEntries(
      next === undefined ? entries : [...entries, [step.field, next]],
    );
  }
  const list = (holder ?? []) as JsonValue[];
  const place = placeOf(step.item, list, field);
  const next = applied(list[place], rest, '', value);
  const result = [...list];
  if (next === undefined) result.splice(place, 1);
  else if (place < 0) result.push(next);
  else result[place] = next;
  return result;
}

/** Where an item stands, by its key or else its place; -1 for a new one. */
function placeOf(item: string, list: JsonValue[], field: string): number {
  const key = keyOfItems(field, list);
  const keyed = key ? list.findIndex(it => key(it) === item) : -1;
  const isPlace = /^\d+$/.test(item) && Number(item) <= list.length;
  return keyed < 0 && isPlace ? Number(item) : keyed;
}
