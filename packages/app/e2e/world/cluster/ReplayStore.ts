import type { ResourceStore, StoreEvent } from 'demo/src/cluster/http/index.ts';
import { KINDS, type ResourceKind } from 'demo/src/cluster/kinds.ts';
import type { KubernetesObject } from 'demo/src/cluster/KubernetesObject.ts';
import type { RecordedEvent, Recording } from './Recording.ts';
import type { StoryClock } from './StoryClock.ts';

/** The state of the recorded cluster at one revision, and what led from the first one to it. */
export class ReplayStore implements ResourceStore {
  /** Of kinds that were not recorded there are no objects. */
  readonly kinds: readonly ResourceKind[] = KINDS;
  readonly #clock: StoryClock;
  readonly #objects: Map<string, Map<string, KubernetesObject>>;
  readonly #pending: RecordedEvent[];
  readonly #told: StoreEvent[] = [];
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  #revision: number;
  #oldest: number;

  static create(options: {
    recording: Recording;
    clock: StoryClock;
  }): ReplayStore {
    return new ReplayStore(options.recording, options.clock);
  }

  private constructor(recording: Recording, clock: StoryClock) {
    this.#clock = clock;
    this.#objects = new Map();
    this.#revision = 0;
    for (const [resource, { resourceVersion, items }] of recording.lists) {
      const objects = items.map(
        item => [keyOf(item), clock.move(item)] as const,
      );
      this.#objects.set(resource, new Map(objects));
      this.#revision = Math.max(this.#revision, Number(resourceVersion));
    }
    // Watches of several kinds were read side by side; the revision is the API server's own order.
    this.#pending = recording.events.toSorted(
      (a, b) => revisionOf(a.object) - revisionOf(b.object),
    );
    // The kinds were listed one after the other: what the first ones' watches told before the last list belongs to the first state.
    while (
      this.#pending.length > 0 &&
      revisionOf(this.#pending[0].object) <= this.#revision
    ) {
      this.#apply(this.#pending.shift()!);
    }
    this.#oldest = this.#revision;
  }

  get revision(): number {
    return this.#revision;
  }

  /** When the next event was told in the recording, in epoch milliseconds. */
  get nextAt(): number | undefined {
    const next = this.#pending[0];
    return next && Date.parse(next.at);
  }

  get(
    resource: string,
    namespace: string | undefined,
    name: string,
  ): KubernetesObject | undefined {
    return this.#objects.get(resource)?.get(`${namespace ?? ''}/${name}`);
  }

  /** In the API server's order: by namespace and name. */
  list(resource: string): KubernetesObject[] {
    return [...(this.#objects.get(resource) ?? [])]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
  }

  /** What happened to a kind after a revision; undefined when that is forgotten. */
  since(resource: string, revision: number): StoreEvent[] | undefined {
    if (revision < this.#oldest) return undefined;
    return this.#told.filter(
      event => event.resource === resource && event.revision > revision,
    );
  }

  /** Forgets what led to the present state, as an API server does after a restart. */
  compact(): void {
    this.#oldest = this.#revision;
    this.#told.length = 0;
  }

  /** Tells the next event. */
  step(): void {
    const next = this.#pending.shift();
    if (!next) return;
    const event = this.#apply(next);
    this.#told.push(event);
    for (const listener of this.#listeners) listener(event);
  }

  /** Calls back for each event told from now on, until the returned function is called. */
  listen(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #apply({ resource, type, object }: RecordedEvent): StoreEvent {
    const moved = this.#clock.move(object);
    const objects = this.#objects.get(resource)!;
    const previous = objects.get(keyOf(moved));
    if (type === 'DELETED') objects.delete(keyOf(moved));
    else objects.set(keyOf(moved), moved);
    this.#revision = Math.max(this.#revision, revisionOf(moved));
    return {
      resource,
      type,
      object: moved,
      previous,
      revision: revisionOf(moved),
    };
  }
}

function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function revisionOf({ metadata }: KubernetesObject): number {
  return Number(metadata.resourceVersion);
}
