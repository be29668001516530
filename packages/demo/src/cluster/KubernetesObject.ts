import { z } from 'zod';

const texts = z.record(z.string(), z.string());

const ownerReference = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  uid: z.string(),
  controller: z.boolean().optional(),
});

const managedField = z.looseObject({
  manager: z.string(),
  operation: z.enum(['Apply', 'Update']),
  apiVersion: z.string().optional(),
  time: z.string().optional(),
  subresource: z.string().optional(),
  fieldsV1: z.record(z.string(), z.unknown()).optional(),
});

/** What every object of an API server has. */
export const kubernetesObject = z.looseObject({
  kind: z.string(),
  apiVersion: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string(),
    resourceVersion: z.string(),
    generation: z.number().optional(),
    creationTimestamp: z.string().optional(),
    deletionTimestamp: z.string().optional(),
    labels: texts.optional(),
    annotations: texts.optional(),
    ownerReferences: z.array(ownerReference).optional(),
    managedFields: z.array(managedField).optional(),
  }),
});

/** Any object of an API server. */
export type KubernetesObject = z.infer<typeof kubernetesObject>;
export type OwnerReference = z.infer<typeof ownerReference>;
export type ManagedField = z.infer<typeof managedField>;

/** An object as somebody wants it; what the API server adds is not there yet. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}
