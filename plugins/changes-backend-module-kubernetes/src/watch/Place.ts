import type { Kind } from '../kinds';

/** Where a kind is read: in the whole cluster, or in one namespace. */
export interface Place {
  kind: Kind;
  namespace?: string;
}

/** e.g. `deployments.apps`, `shop/deployments.apps` */
export function placeId({ kind, namespace }: Place): string {
  return namespace === undefined ? kind.id : `${namespace}/${kind.id}`;
}

/** The id of the kind that a place's id is of. */
export function kindIdOf(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}
