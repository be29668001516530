import { type ResourceKind, apiVersionOf } from '../kinds.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';
import type { ReadQuery } from './readQuery.ts';
import { fieldSelector, labelSelector } from './selector.ts';

/** A path taken apart. */
export interface Address {
  kind: ResourceKind;
  namespace?: string;
  name?: string;
  /** `status`, `scale`, … */
  subresource?: string;
}

/** Undefined for a path under which nothing is served. */
export function parsePath(
  kinds: readonly ResourceKind[],
  pathname: string,
): Address | undefined {
  const segments = pathname.split('/').slice(1).map(decoded);
  const [root] = segments;
  if (segments.includes('') || (root !== 'api' && root !== 'apis')) {
    return undefined;
  }
  const versionLength = root === 'api' ? 1 : 2;
  const apiVersion = segments.slice(1, 1 + versionLength).join('/');
  let rest = segments.slice(1 + versionLength);
  const kindOf = (resource: string) =>
    kinds.find(
      kind => kind.resource === resource && apiVersionOf(kind) === apiVersion,
    );

  // `/namespaces/NAME` alone is a Namespace, what follows it lies in one, unless it is a part of the Namespace itself.
  const isWithin =
    rest[0] === 'namespaces' &&
    rest.length > 2 &&
    (rest.length > 3 || kindOf(rest[2]) !== undefined);
  const namespace = isWithin ? rest[1] : undefined;
  if (isWithin) rest = rest.slice(2);

  const [resource, name, subresource, ...more] = rest;
  const kind = kindOf(resource);
  if (!kind || more.length > 0) return undefined;
  const isPlaced = kind.namespaced
    ? namespace !== undefined || name === undefined
    : namespace === undefined;
  return isPlaced ? { kind, namespace, name, subresource } : undefined;
}

/** What a list or watch is to tell of; undefined for a selector that is not offered. */
export function filterOf(
  { kind, namespace }: Address,
  query: Pick<ReadQuery, 'fieldSelector' | 'labelSelector'>,
): ((object: KubernetesObject) => boolean) | undefined {
  const fields = fieldSelector(query.fieldSelector, kind);
  const labels = labelSelector(query.labelSelector);
  if (!fields || !labels) return undefined;
  return object =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    fields(object) &&
    labels(object);
}

/** Empty where it cannot be decoded, which is the name of nothing. */
export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}
