import type { StoreEvent } from '../http/index.ts';
import { at } from '../json.ts';
import { KINDS } from '../kinds.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';
import type { Controller, ControllerContext } from './Context.ts';

const NOTICE_MS = 60;
/** Ended pods that are kept, for whoever wants to know how they ended. */
const ENDED_PODS_MAX = 20;

/** Removes what a deleted object owned or held, and pods that ended, once there are many. */
export class GarbageCollector implements Controller {
  readonly #context: ControllerContext;
  readonly #pending = new Set<() => void>();
  readonly #stopListening: () => void;

  static create(context: ControllerContext): GarbageCollector {
    return new GarbageCollector(context);
  }

  private constructor(context: ControllerContext) {
    this.#context = context;
    this.#stopListening = context.store.listen(event => this.#hear(event));
  }

  stop(): void {
    this.#stopListening();
    for (const cancel of this.#pending) cancel();
    this.#pending.clear();
  }

  #hear({ resource, type, object, previous }: StoreEvent): void {
    if (type === 'DELETED') this.#soon(() => this.#removeOwned(object));
    const hasJustEnded =
      resource === 'pods' &&
      isEnded(object) &&
      !(previous && isEnded(previous));
    if (hasJustEnded) this.#soon(() => this.#removeEnded());
  }

  #soon(task: () => void): void {
    const cancel = this.#context.clock.after(NOTICE_MS, () => {
      this.#pending.delete(cancel);
      task();
    });
    this.#pending.add(cancel);
  }

  #removeOwned(owner: KubernetesObject): void {
    const { store } = this.#context;
    const owned =
      owner.kind === 'Namespace'
        ? KINDS.filter(({ namespaced }) => namespaced).flatMap(({ resource }) =>
            store
              .list(resource)
              .filter(
                ({ metadata }) => metadata.namespace === owner.metadata.name,
              ),
          )
        : store.ownedBy(owner.metadata.uid);
    for (const object of owned) this.#remove(object);
  }

  #removeEnded(): void {
    const ended = this.#context.store
      .list('pods')
      .filter(isEnded)
      .sort((a, b) => created(a) - created(b));
    const excess = ended.slice(0, Math.max(0, ended.length - ENDED_PODS_MAX));
    for (const pod of excess) this.#context.store.delete(pod);
  }

  #remove(object: KubernetesObject): void {
    // It may be gone already, by a deletion of its own.
    if (!this.#context.registry.find({ ...object.metadata, kind: object.kind }))
      return;
    this.#context.registry.delete({ ...object.metadata, kind: object.kind });
  }
}

function isEnded(pod: KubernetesObject): boolean {
  const phase = at(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed';
}

function created({ metadata }: KubernetesObject): number {
  return Date.parse(metadata.creationTimestamp ?? '');
}
