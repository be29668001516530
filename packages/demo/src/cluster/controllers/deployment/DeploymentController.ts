import type { KubernetesObject } from '../../KubernetesObject.ts';
import {
  CONTROLLER_MANAGER,
  type Controller,
  type ControllerContext,
} from '../Context.ts';
import { SyncLoop } from '../SyncLoop.ts';
import type { DeploymentWrite } from './beginRollout.ts';
import { syncDeployment } from './syncDeployment.ts';

const ROUND_TRIP_MS = 12;

/** Rolls Deployments out by their ReplicaSets. */
export class DeploymentController implements Controller {
  readonly #context: ControllerContext;
  readonly #loop: SyncLoop;

  static create(context: ControllerContext): DeploymentController {
    return new DeploymentController(context);
  }

  private constructor(context: ControllerContext) {
    this.#context = context;
    this.#loop = SyncLoop.start({
      context,
      kind: 'Deployment',
      resource: 'deployments',
      dependents: 'replicasets',
      delayMs: ROUND_TRIP_MS,
      sync: deployment => this.#sync(deployment),
    });
  }

  stop(): void {
    this.#loop.stop();
  }

  #sync(deployment: KubernetesObject): number | undefined {
    const { store, clock } = this.#context;
    const { writes, recheckAt } = syncDeployment({
      deployment,
      replicaSets: store
        .ownedBy(deployment.metadata.uid, 'replicasets')
        .filter(set => !set.metadata.deletionTimestamp),
      now: clock.now(),
    });
    for (const write of writes) this.#write(write);
    return recheckAt;
  }

  #write(write: DeploymentWrite): void {
    const { registry } = this.#context;
    switch (write.type) {
      case 'create':
        registry.create(withoutIdentity(write.replicaSet), CONTROLLER_MANAGER);
        break;
      case 'update':
        registry.replace(withoutIdentity(write.replicaSet), CONTROLLER_MANAGER);
        break;
      case 'delete':
        registry.delete({
          ...write.replicaSet.metadata,
          kind: write.replicaSet.kind,
        });
        break;
      case 'status':
        registry.replaceStatus(write.deployment, CONTROLLER_MANAGER);
        break;
      default:
    }
  }
}

/** A ReplicaSet that this round made itself has no uid and no version yet. */
function withoutIdentity({
  metadata: { uid: _, resourceVersion: __, ...metadata },
  ...rest
}: KubernetesObject): object {
  return { ...rest, metadata };
}
