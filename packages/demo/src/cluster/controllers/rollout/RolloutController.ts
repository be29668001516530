import type { KubernetesObject } from '../../KubernetesObject.ts';
import type { Controller, ControllerContext } from '../Context.ts';
import { SyncLoop } from '../SyncLoop.ts';
import { syncRollout } from './syncRollout.ts';

const MANAGER = 'rollouts-controller';
const ROUND_TRIP_MS = 20;

/** Argo Rollouts: brings new templates out step by step. */
export class RolloutController implements Controller {
  readonly #context: ControllerContext;
  readonly #loop: SyncLoop;

  static create(context: ControllerContext): RolloutController {
    return new RolloutController(context);
  }

  private constructor(context: ControllerContext) {
    this.#context = context;
    this.#loop = SyncLoop.start({
      context,
      kind: 'Rollout',
      resource: 'rollouts',
      dependents: 'replicasets',
      delayMs: ROUND_TRIP_MS,
      sync: rollout => this.#sync(rollout),
    });
  }

  stop(): void {
    this.#loop.stop();
  }

  #sync(current: KubernetesObject): number | undefined {
    const { store, registry, clock } = this.#context;
    const { create, recheckAt, remove, rollout, update } = syncRollout({
      rollout: current,
      sets: store
        .ownedBy(current.metadata.uid, 'replicasets')
        .filter(set => !set.metadata.deletionTimestamp),
      now: clock.now(),
    });
    for (const set of create) {
      const { uid: _, resourceVersion: __, ...metadata } = set.metadata;
      registry.create({ ...set, metadata }, MANAGER);
    }
    for (const set of update) registry.replace(set, MANAGER);
    for (const { metadata } of remove) {
      registry.delete({ ...metadata, kind: 'ReplicaSet' });
    }
    if (rollout) registry.replaceStatus(rollout, MANAGER);
    return recheckAt;
  }
}
