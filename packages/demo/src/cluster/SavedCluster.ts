import { z } from 'zod';
import { type KubernetesObject, kubernetesObject } from './KubernetesObject.ts';

const usage = z.union([
  z.object({ perPod: z.number().min(0) }),
  z.object({ total: z.number().min(0) }),
]);

/** A cluster as it is kept between two starts of the demo. */
export const savedCluster = z.object({
  format: z.literal(1),
  port: z.int().min(1).max(65_535),
  revision: z.int().min(1),
  objects: z.array(kubernetesObject),
  /** By `NAMESPACE/DEPLOYMENT`. */
  usage: z.record(z.string(), usage),
});

export type SavedCluster = Omit<z.infer<typeof savedCluster>, 'objects'> & {
  objects: KubernetesObject[];
};
