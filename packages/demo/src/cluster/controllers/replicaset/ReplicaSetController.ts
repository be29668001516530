import type { StoreEvent } from '../../http/index.ts';
import {
  CONTROLLER_MANAGER,
  type Controller,
  type ControllerContext,
} from '../Context.ts';
import { controllerOf } from '../owners.ts';
import { podManifest } from '../pods/podManifest.ts';
import { WorkQueue } from '../WorkQueue.ts';
import { syncReplicaSet } from './syncReplicaSet.ts';

const ROUND_TRIP_MS = 8;

/** Keeps as many pods of a ReplicaSet as it wants. */
export class ReplicaSetController implements Controller {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #stopListening: () => void;

  static create(context: ControllerContext): ReplicaSetController {
    return new ReplicaSetController(context);
  }

  private constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = WorkQueue.create({
      clock: context.clock,
      delayMs: ROUND_TRIP_MS,
      work: key => this.#sync(key),
    });
    this.#stopListening = context.store.listen(event => this.#hear(event));
    for (const { metadata } of context.store.list('replicasets')) {
      this.#queue.add(`${metadata.namespace}/${metadata.name}`);
    }
  }

  stop(): void {
    this.#stopListening();
    this.#queue.stop();
  }

  #hear({ resource, object }: StoreEvent): void {
    const { namespace, name } = object.metadata;
    if (resource === 'replicasets') this.#queue.add(`${namespace}/${name}`);
    if (resource !== 'pods') return;
    const owner = controllerOf(object);
    if (owner?.kind === 'ReplicaSet') {
      this.#queue.add(`${namespace}/${owner.name}`);
    }
  }

  #sync(key: string): void {
    const { store, registry, clock } = this.#context;
    const [namespace, name] = key.split('/');
    const replicaSet = store.get('replicasets', namespace, name);
    if (!replicaSet || replicaSet.metadata.deletionTimestamp) return;
    const { create, remove, status, recheckAt } = syncReplicaSet({
      replicaSet,
      pods: store.ownedBy(replicaSet.metadata.uid, 'pods'),
      now: clock.now(),
    });
    for (let made = 0; made < create; made++) {
      registry.create(podManifest(replicaSet), CONTROLLER_MANAGER);
    }
    for (const pod of remove) {
      registry.delete({ ...pod.metadata, kind: 'Pod' });
    }
    if (status) {
      registry.replaceStatus({ ...replicaSet, status }, CONTROLLER_MANAGER);
    }
    if (recheckAt !== undefined) this.#queue.addAt(key, recheckAt);
  }
}
