import type { JsonObject } from '@backstage/types';
import { listAt, objectAt, textOf } from './KubernetesObject';

/** Annotations that matching or code look-ups read. */
const KEPT_ANNOTATIONS =
  /^(backstage\.io|app\.kubernetes\.io|argocd\.argoproj\.io\/tracking-id|meta\.helm\.sh|changes)(\/|$)|(commit|revision|git-?(sha|ref|url)|source-?url|vcs|repository)/i;

/** What is needed of a workload's manifest while it does not change: the rest is not held in memory. */
export interface Traits {
  labels: Record<string, string>;
  podLabels: Record<string, string>;
  /** Of both, those that are read. */
  annotations: Record<string, string>;
  /** By container. */
  images: Record<string, string>;
  /** By container, as they are written; absent in what an earlier version remembered. */
  memoryLimits?: Record<string, string>;
  /** Names of the templates of which a StatefulSet makes claims. */
  claims: string[];
}

export function traitsOf(manifest: JsonObject): Traits {
  const podMetadata = objectAt(manifest, 'spec', 'template', 'metadata');
  const metadata = objectAt(manifest, 'metadata');
  return {
    labels: textsAt(metadata, 'labels'),
    podLabels: textsAt(podMetadata, 'labels'),
    annotations: keptAnnotations({
      ...textsAt(podMetadata, 'annotations'),
      ...textsAt(metadata, 'annotations'),
    }),
    images: imagesOf(manifest),
    memoryLimits: byContainer(manifest, container =>
      textOf(objectAt(container, 'resources', 'limits').memory),
    ),
    claims: listAt(manifest, 'spec', 'volumeClaimTemplates').flatMap(
      template => textOf(objectAt(template, 'metadata').name) ?? [],
    ),
  };
}

/** The entries of a nested object that are texts. */
export function textsAt(
  object: unknown,
  ...path: string[]
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(objectAt(object, ...path)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

/** Images of a pod template, by container. */
export function imagesOf(manifest: JsonObject): Record<string, string> {
  return byContainer(manifest, container => textOf(container.image));
}

function byContainer(
  manifest: JsonObject,
  read: (container: JsonObject) => string | undefined,
): Record<string, string> {
  return Object.fromEntries(
    listAt(manifest, 'spec', 'template', 'spec', 'containers').flatMap(
      container => {
        const [name, text] = [textOf(container.name), read(container)];
        return name && text ? [[name, text]] : [];
      },
    ),
  );
}

function keptAnnotations(
  annotations: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).filter(
      ([key, value]) => KEPT_ANNOTATIONS.test(key) && value.length <= 1000,
    ),
  );
}
