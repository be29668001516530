import type { ManagedField } from '../KubernetesObject.ts';
import {
  type FieldChanges,
  type FieldSet,
  difference,
  intersects,
  isEmpty,
  union,
} from './fieldSet.ts';

/** Who writes, and by which way. */
export interface WriteBy {
  manager: string;
  operation: 'Apply' | 'Update';
  subresource?: string;
}

/** When, and in which version's terms. */
export interface WriteContext {
  apiVersion: string;
  /** RFC 3339, whole seconds. */
  time: string;
}

const REPLICAS: FieldSet = { 'f:spec': { 'f:replicas': {} } };

/** After an update: what it took is its writer's alone, what it removed nobody's. */
export function afterUpdate(
  entries: ManagedField[],
  { taken, removed }: FieldChanges,
  by: WriteBy,
  context: WriteContext,
): ManagedField[] {
  const next = entries.flatMap((entry): ManagedField[] => {
    const own = isOf(entry, by);
    const set = own
      ? union(fieldsIn(entry), taken)
      : difference(fieldsIn(entry), taken);
    const left = difference(set, removed);
    if (isEmpty(left)) return [];
    const isTouched = own && !isEmpty(taken);
    return [
      {
        ...entry,
        ...(isTouched ? { time: context.time } : {}),
        fieldsV1: left,
      },
    ];
  });
  if (!isEmpty(taken) && !entries.some(entry => isOf(entry, by))) {
    next.push(entryOf(by, context, taken));
  }
  return next.sort(inOrder);
}

/** After an application: its writer owns all that its configuration names, others keep what they agree in. */
export function afterApply(
  entries: ManagedField[],
  config: FieldSet,
  { taken, removed }: FieldChanges,
  by: WriteBy,
  context: WriteContext,
): ManagedField[] {
  const others = entries.flatMap(entry => {
    if (isOf(entry, by)) return [];
    const set = difference(difference(fieldsIn(entry), taken), removed);
    return isEmpty(set) ? [] : { ...entry, fieldsV1: set };
  });
  const own = isEmpty(config) ? [] : [entryOf(by, context, config)];
  return [...others, ...own].sort(inOrder);
}

/**
 * After the number of replicas was set at the subresource `scale`. The API server keeps no time for that, and nothing at all where nobody
 * owned the number before.
 */
export function afterScale(
  entries: ManagedField[],
  by: WriteBy,
  { apiVersion }: Pick<WriteContext, 'apiVersion'>,
): ManagedField[] {
  const owners = entries.filter(entry => intersects(fieldsIn(entry), REPLICAS));
  if (owners.length === 0 || owners.some(entry => isOf(entry, by))) {
    return entries;
  }
  const kept = entries.flatMap(entry => {
    const set = difference(fieldsIn(entry), REPLICAS);
    return isEmpty(set) ? [] : { ...entry, fieldsV1: set };
  });
  const { time: _, ...timeless } = entryOf(
    by,
    { apiVersion, time: '' },
    REPLICAS,
  );
  return [...kept, timeless].sort(inOrder);
}

/** Of fields that an applier named before and names no more, those that are nobody else's. */
export function abandonedBy(
  entries: ManagedField[],
  config: FieldSet,
  by: WriteBy,
): FieldSet {
  const own = entries.find(entry => isOf(entry, by));
  if (!own) return {};
  return entries
    .filter(entry => entry !== own)
    .reduce(
      (set, entry) => difference(set, fieldsIn(entry)),
      difference(fieldsIn(own), config),
    );
}

/** Managers who own, with another value, what an application names. */
export function conflicting(
  entries: ManagedField[],
  config: FieldSet,
  { taken }: FieldChanges,
  by: WriteBy,
): string[] {
  return entries
    .filter(
      entry =>
        !isOf(entry, by) &&
        intersects(fieldsIn(entry), taken) &&
        intersects(fieldsIn(entry), config),
    )
    .map(({ manager }) => manager);
}

export function fieldsIn({ fieldsV1 }: ManagedField): FieldSet {
  return (fieldsV1 ?? {}) as FieldSet;
}

function isOf(entry: ManagedField, by: WriteBy): boolean {
  return (
    entry.manager === by.manager &&
    entry.operation === by.operation &&
    entry.subresource === by.subresource
  );
}

function entryOf(
  { manager, operation, subresource }: WriteBy,
  { apiVersion, time }: WriteContext,
  fields: FieldSet,
): ManagedField {
  return {
    manager,
    operation,
    apiVersion,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: fields,
    ...(subresource ? { subresource } : {}),
  };
}

/** The API server's: what was applied before what was updated, then by time, then by name. */
function inOrder(a: ManagedField, b: ManagedField): number {
  return (
    compareText(a.operation, b.operation) ||
    compareText(a.time ?? '', b.time ?? '') ||
    compareText(a.manager, b.manager) ||
    compareText(a.subresource ?? '', b.subresource ?? '')
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
