import { z } from 'zod';
import { parseImageReference, type ImageReference } from './imageReference';

/** What the rules read of a workload's manifest. */
export interface Workload {
  name: string;
  /** The object's and its pod template's, the object's win. */
  annotations: Record<string, string>;
  labels: Record<string, string>;
  containers: Container[];
  /** The container that `kubectl` would choose, where the pod template says so. */
  defaultContainer?: string;
}

export interface Container {
  name: string;
  /** As written. */
  image: string;
  reference: ImageReference;
}

const texts = z
  .record(z.string(), z.unknown())
  .transform(
    values =>
      Object.fromEntries(
        Object.entries(values).filter(
          ([, value]) => typeof value === 'string' && value.length <= 2000,
        ),
      ) as Record<string, string>,
  );

const metadata = z.object({
  name: z.string().optional(),
  annotations: texts.nullish(),
  labels: texts.nullish(),
});

const template = z.object({
  metadata: metadata.nullish(),
  spec: z.object({
    containers: z
      .array(z.object({ name: z.string(), image: z.string() }))
      .max(100),
  }),
});

const workload = z.object({
  metadata: metadata.nullish(),
  spec: z.union([
    z.object({ template }),
    z
      .object({ jobTemplate: z.object({ spec: z.object({ template }) }) })
      .transform(spec => spec.jobTemplate.spec),
  ]),
});

/** Reads a manifest; undefined for what has no pod template. */
export function readWorkload(manifest: unknown): Workload | undefined {
  const read = workload.safeParse(manifest);
  if (!read.success) return undefined;
  const own = read.data.metadata;
  const pod = read.data.spec.template;
  const annotations = { ...pod.metadata?.annotations, ...own?.annotations };
  return {
    name: own?.name ?? '',
    annotations,
    labels: { ...pod.metadata?.labels, ...own?.labels },
    containers: pod.spec.containers.flatMap(({ name, image }) => {
      const reference = parseImageReference(image);
      return reference ? [{ name, image, reference }] : [];
    }),
    defaultContainer: annotations['kubectl.kubernetes.io/default-container'],
  };
}
