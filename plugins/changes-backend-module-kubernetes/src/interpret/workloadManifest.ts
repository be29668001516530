import type { JsonObject } from '@backstage/types';
import { listAt, objectAt, textOf } from '../kinds';
import { imageVersion } from './image';

export function templateIn(manifest: JsonObject): JsonObject {
  return objectAt(manifest, 'spec', 'template');
}

/** An earlier revision: nothing but its template is known. */
export function templateAlone(
  manifest: JsonObject,
  template: JsonObject,
): JsonObject {
  const {
    labels: _,
    annotations: __,
    ...metadata
  } = objectAt(manifest, 'metadata');
  return { ...manifest, metadata, spec: { template } };
}

export function withTemplate(
  manifest: JsonObject,
  template: JsonObject,
): JsonObject {
  return { ...manifest, spec: { ...objectAt(manifest, 'spec'), template } };
}

export function withReplicas(
  manifest: JsonObject,
  replicas: number,
): JsonObject {
  return { ...manifest, spec: { ...objectAt(manifest, 'spec'), replicas } };
}

/** The version that a workload's first container runs, for a sentence. */
export function versionIn(manifest: JsonObject): string {
  const [container] = listAt(templateIn(manifest), 'spec', 'containers');
  const image = textOf(container?.image);
  if (image === undefined) return 'no image';
  const version = imageVersion(image) ?? image;
  // A bare number beside that of the replicas would say nothing.
  return /^\d+$/.test(version) ? `version ${version}` : version;
}
