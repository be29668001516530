import { ApiFailure } from '../http/ApiFailure.ts';
import { type ResourceKind, apiVersionOf, kindNamed } from '../kinds.ts';
import type { Manifest } from '../KubernetesObject.ts';

/** The kind of an object. Throws an {@link ApiFailure} where that is not served, or lies where it cannot. */
export function servedKind({
  kind: name,
  apiVersion,
  metadata,
}: Manifest): ResourceKind {
  const kind = kindNamed(name);
  if (apiVersionOf(kind) !== apiVersion) {
    throw new ApiFailure(
      400,
      'BadRequest',
      `${name} is served as ${apiVersionOf(kind)}, not as ${apiVersion}`,
    );
  }
  if (kind.namespaced !== (metadata.namespace !== undefined)) {
    throw new ApiFailure(
      400,
      'BadRequest',
      kind.namespaced
        ? `metadata.namespace: a ${name} lies in a namespace`
        : `metadata.namespace: a ${name} lies in none`,
    );
  }
  return kind;
}
