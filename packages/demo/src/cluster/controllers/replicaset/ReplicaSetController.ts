import type { KubernetesObject } from '../../KubernetesObject.ts';
import {
  CONTROLLER_MANAGER,
  type Controller,
  type ControllerContext,
} from '../Context.ts';
import { podManifest } from '../pods/podManifest.ts';
import { SyncLoop } from '../SyncLoop.ts';
import { syncReplicaSet } from './syncReplicaSet.ts';

const ROUND_TRIP_MS = 8;

/** Keeps as many pods of a ReplicaSet as it wants. */
export class ReplicaSetController implements Controller {
  readonly #context: ControllerContext;
  readonly #loop: SyncLoop;

  static create(context: ControllerContext): ReplicaSetController {
    return new ReplicaSetController(context);
  }

  private constructor(context: ControllerContext) {
    this.#context = context;
    this.#loop = SyncLoop.start({
      context,
      kind: 'ReplicaSet',
      resource: 'replicasets',
      dependents: 'pods',
      delayMs: ROUND_TRIP_MS,
      sync: replicaSet => this.#sync(replicaSet),
    });
  }

  stop(): void {
    this.#loop.stop();
  }

  #sync(replicaSet: KubernetesObject): number | undefined {
    const { store, registry, clock } = this.#context;
    if (replicaSet.metadata.deletionTimestamp) return undefined;
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
    return recheckAt;
  }
}
