import type { KubernetesObject } from './Recording.ts';
import { RECORDED_KINDS, type ResourceKind, pathOf } from './kinds.ts';
import { fieldSelector, labelSelector } from './selector.ts';

/** A path taken apart. */
export interface Address {
  kind: ResourceKind;
  namespace?: string;
  name?: string;
}

/** Undefined for what no recording holds. */
export function parsePath(pathname: string): Address | undefined {
  const segments = pathname.split('/').map(decodeURIComponent);
  const at = segments.indexOf('namespaces');
  // `/namespaces/NAME` alone is a Namespace, what follows it lies in one.
  const namespace = at > 0 && segments[at + 2] ? segments[at + 1] : undefined;
  for (const kind of RECORDED_KINDS) {
    const path = pathOf(kind, kind.namespaced ? namespace : undefined);
    if (pathname === path) return { kind, namespace };
    if (pathname.startsWith(`${path}/`)) {
      const name = pathname.slice(path.length + 1);
      if (!name.includes('/')) return { kind, namespace, name };
    }
  }
  return undefined;
}

/** What a list or watch is to tell of; undefined for a selector that the replay does not offer. */
export function filterOf(
  { namespace }: Address,
  query: URLSearchParams,
): ((object: KubernetesObject) => boolean) | undefined {
  const fields = fieldSelector(query.get('fieldSelector') ?? '');
  const labels = labelSelector(query.get('labelSelector') ?? '');
  if (!fields || !labels) return undefined;
  return object =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    fields(object) &&
    labels(object);
}
