import type { StoreEvent } from '../http/index.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';
import type { Controller, ControllerContext } from './Context.ts';
import { WorkQueue } from './WorkQueue.ts';
import { controllerOf } from './owners.ts';

interface SyncLoopOptions {
  context: ControllerContext;
  /** The kind that is worked on, and its name in paths. */
  kind: string;
  resource: string;
  /** What objects of the kind control, e.g. `pods`. */
  dependents: string;
  /** How long the controller's round trips take. */
  delayMs: number;
  /** Brings the cluster nearer to what the object wants; returns when to look again, if by itself. */
  sync: (object: KubernetesObject) => number | undefined;
}

/** Works on each object of a kind when it, or something that it controls, was written. */
export class SyncLoop implements Controller {
  readonly #options: SyncLoopOptions;
  readonly #queue: WorkQueue;
  readonly #stopListening: () => void;

  static start(options: SyncLoopOptions): SyncLoop {
    return new SyncLoop(options);
  }

  private constructor(options: SyncLoopOptions) {
    const { context, delayMs, resource } = options;
    this.#options = options;
    this.#queue = WorkQueue.create({
      clock: context.clock,
      delayMs,
      work: key => this.#work(key),
    });
    this.#stopListening = context.store.listen(event => this.#hear(event));
    for (const { metadata } of context.store.list(resource)) {
      this.#queue.add(`${metadata.namespace}/${metadata.name}`);
    }
  }

  stop(): void {
    this.#stopListening();
    this.#queue.stop();
  }

  #hear({ resource, type, object }: StoreEvent): void {
    const { namespace, name } = object.metadata;
    if (resource === this.#options.resource && type !== 'DELETED') {
      this.#queue.add(`${namespace}/${name}`);
    }
    if (resource !== this.#options.dependents) return;
    const owner = controllerOf(object);
    if (owner?.kind === this.#options.kind) {
      this.#queue.add(`${namespace}/${owner.name}`);
    }
  }

  #work(key: string): void {
    const { context, resource, sync } = this.#options;
    const [namespace, name] = key.split('/');
    const object = context.store.get(resource, namespace, name);
    const recheckAt = object && sync(object);
    if (recheckAt !== undefined) this.#queue.addAt(key, recheckAt);
  }
}
