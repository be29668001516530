import { z } from 'zod';
import type { Manifest } from '../KubernetesObject.ts';
import { ApiFailure } from '../http/ApiFailure.ts';

const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

const name = z
  .string()
  .max(253)
  .regex(NAME, 'must consist of lower case letters, digits, "-" and "."');
const texts = z.record(z.string().max(317), z.string()).optional();
const count = z.int().min(0);
const duration = z.string().regex(/^\d+[smh]?$/);
const countOrPercent = z.union([count, z.string().regex(/^\d+%$/)]);

const metadata = z.looseObject({
  name,
  namespace: name.optional(),
  labels: texts,
  annotations: texts,
});
const podSpec = z.looseObject({
  containers: z
    .array(z.looseObject({ name, image: z.string().min(1).max(1000) }))
    .min(1)
    .max(50),
});
const template = z.looseObject({
  metadata: z.looseObject({ labels: texts, annotations: texts }).optional(),
  spec: podSpec,
});
const selector = z.looseObject({ matchLabels: texts });

const object = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata,
});
/** What controllers read, by kind. */
const SPECS: Record<string, z.ZodType> = {
  Deployment: z.looseObject({
    replicas: count.max(1000).optional(),
    minReadySeconds: count.optional(),
    paused: z.boolean().optional(),
    progressDeadlineSeconds: count.optional(),
    revisionHistoryLimit: count.optional(),
    selector,
    strategy: z
      .looseObject({
        type: z.enum(['RollingUpdate', 'Recreate']).optional(),
        rollingUpdate: z
          .looseObject({
            maxSurge: countOrPercent.optional(),
            maxUnavailable: countOrPercent.optional(),
          })
          .optional(),
      })
      .optional(),
    template,
  }),
  HorizontalPodAutoscaler: z.looseObject({
    minReplicas: count.min(1).optional(),
    maxReplicas: count.min(1).max(1000),
    scaleTargetRef: z.looseObject({ kind: z.string(), name }),
    metrics: z.array(z.looseObject({ type: z.string() })).optional(),
  }),
  Job: z.looseObject({
    backoffLimit: count.optional(),
    completions: count.max(1000).optional(),
    parallelism: count.max(1000).optional(),
    ttlSecondsAfterFinished: count.optional(),
    template,
  }),
  Pod: podSpec,
  PodDisruptionBudget: z.looseObject({
    maxUnavailable: countOrPercent.optional(),
    minAvailable: countOrPercent.optional(),
    selector: selector.optional(),
  }),
  Rollout: z.looseObject({
    replicas: count.max(1000).optional(),
    selector,
    strategy: z.looseObject({
      canary: z.looseObject({
        steps: z
          .array(
            z.union([
              z.looseObject({ setWeight: count.max(100) }),
              z.looseObject({
                pause: z.looseObject({
                  duration: z.union([count, duration]).optional(),
                }),
              }),
            ]),
          )
          .optional(),
      }),
    }),
    template,
  }),
  ReplicaSet: z.looseObject({
    replicas: count.max(1000).optional(),
    selector,
    template,
  }),
};

/** What somebody wants written, if it says at least of what; it may be a part of an object. Throws an {@link ApiFailure}. */
export function identified(value: unknown): Manifest {
  return checked(object, value, []);
}

/** What somebody wants written, if it is an object that the demo can keep. Throws an {@link ApiFailure} that names the field. */
export function validated(value: unknown): Manifest {
  const manifest = identified(value);
  const { kind } = manifest;
  const spec = SPECS[kind];
  if (spec) checked(spec, manifest.spec, ['spec']);
  if (/^(Deployment|ReplicaSet|Rollout)$/.test(kind)) selects(manifest);
  return manifest;
}

function selects(manifest: Manifest): void {
  const { selector: wanted, template: pods } = manifest.spec as {
    selector: z.infer<typeof selector>;
    template: z.infer<typeof template>;
  };
  const labels = pods.metadata?.labels ?? {};
  const required = Object.entries(wanted.matchLabels ?? {});
  const isMatching =
    required.length > 0 &&
    required.every(([key, value]) => labels[key] === value);
  if (!isMatching) {
    throw invalid(
      manifest,
      'spec.template.metadata.labels',
      '`selector` does not match template `labels`',
    );
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, path: string[]): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = [...path, ...issue.path.map(String)].join('.') || 'object';
  throw invalid(value, field, issue.message);
}

function invalid(value: unknown, field: string, message: string): ApiFailure {
  const { kind = 'object', metadata: { name: named = '' } = {} } = (value ??
    {}) as { kind?: string; metadata?: { name?: string } };
  return new ApiFailure(
    422,
    'Invalid',
    `${kind} "${named}" is invalid: ${field}: ${message}`,
  );
}
