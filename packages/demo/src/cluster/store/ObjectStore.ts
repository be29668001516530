import { type ResourceKind, KINDS } from '../kinds.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';
import type { ResourceStore, StoreEvent } from '../http/ResourceStore.ts';

/** Changes that are remembered for watchers who come back. */
const EVENTS_MAX = 1_000;

/** Objects as they are now, and how they lately came to be so. What is in it is never changed, only replaced. */
export class ObjectStore implements ResourceStore {
  readonly kinds: readonly ResourceKind[] = KINDS;
  readonly #objects = new Map<string, Map<string, KubernetesObject>>();
  /** Objects by the uid of an owner. */
  readonly #owned = new Map<string, Map<string, StoredRef>>();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  #events: StoreEvent[] = [];
  #revision: number;
  #oldest: number;

  /** @param options - `revision` and `objects`: from an earlier {@link ObjectStore.all} */
  static create(
    options: { revision?: number; objects?: KubernetesObject[] } = {},
  ): ObjectStore {
    const { revision = 1, objects = [] } = options;
    const store = new ObjectStore(revision);
    for (const object of objects) store.#set(resourceOf(object), object);
    return store;
  }

  private constructor(revision: number) {
    this.#revision = revision;
    this.#oldest = revision;
    for (const { resource } of KINDS) this.#objects.set(resource, new Map());
  }

  get revision(): number {
    return this.#revision;
  }

  list(resource: string): KubernetesObject[] {
    return [...this.#of(resource)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
  }

  count(resource: string): number {
    return this.#of(resource).size;
  }

  /** All objects of all kinds. */
  all(): KubernetesObject[] {
    return [...this.#objects.values()].flatMap(objects => [
      ...objects.values(),
    ]);
  }

  get(
    resource: string,
    namespace: string | undefined,
    name: string,
  ): KubernetesObject | undefined {
    return this.#of(resource).get(keyOf(namespace, name));
  }

  /** What names an object as its owner, oldest first. */
  ownedBy(uid: string, resource?: string): KubernetesObject[] {
    return [...(this.#owned.get(uid)?.values() ?? [])].flatMap(ref =>
      resource === undefined || ref.resource === resource
        ? this.#of(ref.resource).get(ref.key) ?? []
        : [],
    );
  }

  since(resource: string, revision: number): StoreEvent[] | undefined {
    if (revision < this.#oldest) return undefined;
    return this.#events.filter(
      event => event.resource === resource && event.revision > revision,
    );
  }

  listen(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Creates or replaces; gives it the next revision. */
  put(object: KubernetesObject): KubernetesObject {
    const resource = resourceOf(object);
    const stored = this.#next(object);
    const { namespace, name } = object.metadata;
    const previous = this.get(resource, namespace, name);
    this.#set(resource, stored);
    this.#tell({
      resource,
      revision: this.#revision,
      type: previous ? 'MODIFIED' : 'ADDED',
      object: stored,
      previous,
    });
    return stored;
  }

  delete(object: KubernetesObject): void {
    const resource = resourceOf(object);
    const { namespace, name, uid } = object.metadata;
    const previous = this.get(resource, namespace, name);
    if (!previous || previous.metadata.uid !== uid) return;
    const key = keyOf(namespace, name);
    this.#of(resource).delete(key);
    for (const owner of previous.metadata.ownerReferences ?? []) {
      const owned = this.#owned.get(owner.uid);
      owned?.delete(uid);
      if (owned?.size === 0) this.#owned.delete(owner.uid);
    }
    this.#tell({
      resource,
      revision: this.#revision + 1,
      type: 'DELETED',
      object: this.#next(previous),
      previous,
    });
  }

  /** Forgets what led to the present, as an API server does after a restart. */
  forget(): void {
    this.#events = [];
    this.#oldest = this.#revision;
  }

  #of(resource: string): Map<string, KubernetesObject> {
    const objects = this.#objects.get(resource);
    if (!objects) throw new Error(`no resource '${resource}' is served`);
    return objects;
  }

  #next(object: KubernetesObject): KubernetesObject {
    this.#revision += 1;
    return {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.#revision) },
    };
  }

  #set(resource: string, object: KubernetesObject): void {
    const { namespace, name, uid, ownerReferences = [] } = object.metadata;
    const key = keyOf(namespace, name);
    this.#of(resource).set(key, object);
    for (const owner of ownerReferences) {
      const owned = this.#owned.get(owner.uid) ?? new Map();
      this.#owned.set(owner.uid, owned.set(uid, { resource, key }));
    }
  }

  #tell(event: StoreEvent): void {
    this.#events.push(event);
    // Cut now and then, so that it costs little.
    if (this.#events.length > EVENTS_MAX * 1.25) {
      this.#events = this.#events.slice(-EVENTS_MAX);
      this.#oldest = this.#events[0].revision - 1;
    }
    for (const listener of [...this.#listeners]) listener(event);
  }
}

interface StoredRef {
  resource: string;
  key: string;
}

const RESOURCE_OF_KIND: ReadonlyMap<string, string> = new Map(
  KINDS.map(({ kind, resource }) => [kind, resource]),
);

function resourceOf({ kind }: KubernetesObject): string {
  const resource = RESOURCE_OF_KIND.get(kind);
  if (!resource) throw new Error(`no kind '${kind}' is served`);
  return resource;
}

function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}
