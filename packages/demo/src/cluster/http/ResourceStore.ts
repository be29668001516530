import type { ResourceKind } from '../kinds.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';

/** One change of one object, as watches tell it. */
export interface StoreEvent {
  resource: string;
  revision: number;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubernetesObject;
  /** What it was before; absent when it has been added. */
  previous?: KubernetesObject;
}

/** What an API server tells of: objects, a revision that each change counts up, and the changes of late. */
export interface ResourceStore {
  readonly kinds: readonly ResourceKind[];
  readonly revision: number;
  /** In the API server's order: by namespace and name. */
  list(resource: string): KubernetesObject[];
  get(
    resource: string,
    namespace: string | undefined,
    name: string,
  ): KubernetesObject | undefined;
  /** What happened to a kind after a revision; undefined when that is forgotten. */
  since(resource: string, revision: number): StoreEvent[] | undefined;
  /** Calls back for each change from now on, until the returned function is called. */
  listen(listener: (event: StoreEvent) => void): () => void;
}
