import type { StoreEvent } from '../../http/index.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import {
  CONTROLLER_MANAGER,
  type Controller,
  type ControllerContext,
} from '../Context.ts';
import { controllerOf } from '../owners.ts';
import { WorkQueue } from '../WorkQueue.ts';
import type { DeploymentWrite } from './beginRollout.ts';
import { syncDeployment } from './syncDeployment.ts';

const ROUND_TRIP_MS = 12;

/** Rolls Deployments out by their ReplicaSets. */
export class DeploymentController implements Controller {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #stopListening: () => void;

  static create(context: ControllerContext): DeploymentController {
    return new DeploymentController(context);
  }

  private constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = WorkQueue.create({
      clock: context.clock,
      delayMs: ROUND_TRIP_MS,
      work: key => this.#sync(key),
    });
    this.#stopListening = context.store.listen(event => this.#hear(event));
    for (const deployment of context.store.list('deployments')) {
      this.#queue.add(keyOf(deployment.metadata));
    }
  }

  stop(): void {
    this.#stopListening();
    this.#queue.stop();
  }

  #hear({ resource, type, object }: StoreEvent): void {
    if (resource === 'deployments' && type !== 'DELETED') {
      this.#queue.add(keyOf(object.metadata));
    }
    if (resource !== 'replicasets') return;
    const owner = controllerOf(object);
    if (owner?.kind === 'Deployment') {
      const { namespace } = object.metadata;
      this.#queue.add(keyOf({ namespace, name: owner.name }));
    }
  }

  #sync(key: string): void {
    const { store, clock } = this.#context;
    const [namespace, name] = key.split('/');
    const deployment = store.get('deployments', namespace, name);
    if (!deployment) return;
    const { writes, recheckAt } = syncDeployment({
      deployment,
      replicaSets: store
        .ownedBy(deployment.metadata.uid, 'replicasets')
        .filter(set => !set.metadata.deletionTimestamp),
      now: clock.now(),
    });
    for (const write of writes) this.#write(write);
    if (recheckAt !== undefined) this.#queue.addAt(key, recheckAt);
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

function keyOf(metadata: { namespace?: string; name: string }): string {
  return `${metadata.namespace}/${metadata.name}`;
}
