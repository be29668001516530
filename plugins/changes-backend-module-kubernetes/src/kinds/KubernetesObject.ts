import { z } from 'zod';
import type { JsonObject } from '@backstage/types';

const text = z.string();
const texts = z.record(z.string(), z.string());

/** Who last set which fields, as the API server keeps it. `time` is missing for the scale subresource. */
export const managedField = z.looseObject({
  manager: text.optional(),
  operation: text.optional(),
  subresource: text.optional(),
  time: text.optional(),
  fieldsV1: z.record(z.string(), z.unknown()).optional(),
});

const ownerReference = z.looseObject({
  kind: text,
  name: text,
  uid: text,
  controller: z.boolean().optional(),
});

/** What every object of an API server has. All behind it is read with care by its kind's reader. */
export const kubernetesObject = z.looseObject({
  metadata: z.looseObject({
    name: text,
    namespace: text.optional(),
    uid: text,
    resourceVersion: text,
    generation: z.number().optional(),
    creationTimestamp: text.optional(),
    deletionTimestamp: text.optional(),
    labels: texts.nullish(),
    annotations: texts.nullish(),
    ownerReferences: z.array(ownerReference).nullish(),
    managedFields: z.array(managedField).nullish(),
  }),
});

export type ManagedField = z.infer<typeof managedField>;
export type OwnerReference = z.infer<typeof ownerReference>;
export type KubernetesObject = z.infer<typeof kubernetesObject>;

/** The owner that made an object and removes it again. */
export function controllerOf(
  object: KubernetesObject,
): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find(owner => owner.controller);
}

/** A nested object, or an empty one where there is none. */
export function objectAt(object: unknown, ...path: string[]): JsonObject {
  let value: unknown = object;
  for (const key of path) {
    value = isObject(value) ? value[key] : undefined;
  }
  return isObject(value) ? value : {};
}

/** A nested list, or an empty one where there is none. */
export function listAt(object: unknown, ...path: string[]): JsonObject[] {
  const parent = objectAt(object, ...path.slice(0, -1));
  const value = parent[path[path.length - 1]];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : undefined;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
