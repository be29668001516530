import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import {
  DEPLOYMENT,
  POD,
  REPLICA_SET,
  kubernetesObject,
  type Kind,
  type Named,
} from '@ripplehq/backstage-plugin-changes-backend-module-kubernetes/src/kinds';
import { ClusterModel } from '@ripplehq/backstage-plugin-changes-backend-module-kubernetes/src/watch/ClusterModel';

const PODS_EACH = 10;
const NODES = 100;
const START = Date.UTC(2026, 10, 19, 2);
const redactor = Redactor.create({});

/** A cluster in memory, of Deployments with ten pods each, all well. */
export class SyntheticCluster {
  readonly #pods: number;
  readonly #model = ClusterModel.create({ cluster: 'bench' });
  #version = 1;
  #now = START;

  /** @param pods - how many there are */
  static create(pods: number): SyntheticCluster {
    const cluster = new SyntheticCluster(pods);
    cluster.#fill();
    return cluster;
  }

  private constructor(pods: number) {
    this.#pods = pods;
  }

  /** From now on it is looked for what is wrong. */
  awake(): void {
    this.#drain(this.#model.awake({ now: this.#time() }));
  }

  /** The next version of a pod as it is read: with a container that crashes again, or well. */
  pod(index: number, restarts: number): Named {
    return this.#read(POD, podObject(index, restarts, this.#time()));
  }

  /** Takes in a change of a pod, a tenth of a second after the one before. */
  change(pod: Named): void {
    this.#now += 100;
    this.#model.apply(POD, [{ type: 'set', object: pod }], {
      now: this.#time(),
    });
    this.#model.letManifestsGo();
  }

  get size(): number {
    return this.#pods;
  }

  #fill(): void {
    const deployments = Array.from(
      { length: this.#pods / PODS_EACH },
      (_, index) => index,
    );
    this.#list(REPLICA_SET, deployments.map(replicaSetObject));
    this.#list(DEPLOYMENT, deployments.map(deploymentObject));
    this.#list(
      POD,
      Array.from({ length: this.#pods }, (_, index) =>
        podObject(index, 0, this.#time()),
      ),
    );
  }

  #list(kind: Kind, objects: object[]): void {
    const items = objects.map(object => this.#read(kind, object));
    this.#drain(
      this.#model.replace(kind, items, { now: this.#time(), isFirst: true }),
    );
  }

  #read(kind: Kind, object: object): Named {
    const { metadata, ...rest } = object as { metadata: object };
    return kind.read(
      kubernetesObject.parse({
        ...rest,
        metadata: {
          namespace: 'bench',
          ...metadata,
          resourceVersion: String(++this.#version),
        },
      }),
      redactor,
    )!;
  }

  #drain(steps: Iterable<unknown>): void {
    for (const _ of steps) this.#model.letManifestsGo();
  }

  #time(): string {
    return new Date(this.#now).toISOString();
  }
}

const template = (index: number) => ({
  metadata: { labels: { app: `app-${index}` } },
  spec: { containers: [{ name: 'app', image: 'acme/app:v1' }] },
});

function deploymentObject(index: number): object {
  return {
    metadata: {
      name: `app-${index}`,
      uid: `deployment-${index}`,
      generation: 1,
      annotations: { 'deployment.kubernetes.io/revision': '1' },
    },
    spec: { replicas: PODS_EACH, template: template(index) },
    status: {
      observedGeneration: 1,
      replicas: PODS_EACH,
      updatedReplicas: PODS_EACH,
      readyReplicas: PODS_EACH,
      availableReplicas: PODS_EACH,
      conditions: [
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetAvailable',
        },
      ],
    },
  };
}

function replicaSetObject(index: number): object {
  return {
    metadata: {
      name: `app-${index}-1`,
      uid: `set-${index}`,
      annotations: { 'deployment.kubernetes.io/revision': '1' },
      ownerReferences: [
        {
          kind: 'Deployment',
          name: `app-${index}`,
          uid: `deployment-${index}`,
          controller: true,
        },
      ],
    },
    spec: { template: template(index) },
  };
}

function podObject(index: number, restarts: number, now: string): object {
  const owner = Math.floor(index / PODS_EACH);
  const isReady = restarts === 0;
  return {
    metadata: {
      name: `app-${owner}-1-${index}`,
      uid: `pod-${index}`,
      ownerReferences: [
        {
          kind: 'ReplicaSet',
          name: `app-${owner}-1`,
          uid: `set-${owner}`,
          controller: true,
        },
      ],
    },
    spec: {
      nodeName: `node-${index % NODES}`,
      containers: [{ name: 'app', image: 'acme/app:v1' }],
    },
    status: {
      phase: 'Running',
      conditions: [
        {
          type: 'Ready',
          status: isReady ? 'True' : 'False',
          lastTransitionTime: now,
        },
      ],
      containerStatuses: [
        {
          name: 'app',
          ready: isReady,
          restartCount: restarts,
          state: isReady
            ? { running: { startedAt: now } }
            : { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: isReady
            ? {}
            : {
                terminated: {
                  exitCode: 1,
                  reason: 'Error',
                  startedAt: now,
                  finishedAt: now,
                },
              },
        },
      ],
    },
  };
}
