import type { FieldPathStep } from '@ripplehq/backstage-plugin-changes-common';

const ANY = '*';

/** A value without what a path leads to; the very value where it leads to nothing. */
export function withoutField<T>(value: T, steps: FieldPathStep[]): T {
  return without(value, steps) as T;
}

function without(value: unknown, [step, ...rest]: FieldPathStep[]): unknown {
  if (!step || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const changed = value.flatMap((item, place) => {
      if (!isItem(step, item, place)) return [item];
      return rest.length === 0 ? [] : [without(item, rest)];
    });
    return isSame(changed, value) ? value : changed;
  }
  if (!('field' in step)) return value;
  const entries = Object.entries(value);
  const changed = entries.flatMap(([key, item]) => {
    if (step.field !== ANY && step.field !== key) return [[key, item] as const];
    return rest.length === 0 ? [] : [[key, without(item, rest)] as const];
  });
  return changed.length === entries.length &&
    changed.every(([, item], index) => item === entries[index][1])
    ? value
    : Object.fromEntries(changed);
}

/** Items are named as differences name them: by their name or place, or by the value that they are. */
function isItem(step: FieldPathStep, item: unknown, place: number): boolean {
  if (!('item' in step)) return false;
  if (step.item === ANY || step.item === String(place)) return true;
  if (typeof item !== 'object' || item === null) {
    return String(item) === step.item;
  }
  const { name, mountPath, key } = item as Record<string, unknown>;
  return [name, mountPath, key].includes(step.item);
}

function isSame(a: unknown[], b: unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
