import { managedField, deploymentObject, replicaSetObject } from './objects';
import type { PlayedCluster } from './PlayedCluster';

export const PATHS = {
  deployments: '/apis/apps/v1/deployments',
  replicaSets: '/apis/apps/v1/replicasets',
  autoscalers: '/apis/autoscaling/v2/horizontalpodautoscalers',
  configMaps: '/api/v1/configmaps',
  pods: '/api/v1/pods',
};

/** How long a rollout, and a new Deployment after the old one, takes. */
const ROLLOUT_SECONDS = 5;
const RECREATION_SECONDS = 30;

/** Something that somebody does, so many seconds after what was done before. */
export interface Act {
  wait: number;
  name: 'rest-api' | 'orders';
  act:
    | { do: 'image' | 'scale' | 'autoscale' | 'config'; value: number }
    | { do: 'recreate' | 'crash' | 'run' | 'shrink' | 'fill' };
}

/** What happens in a cluster at a moment, in seconds from the begin. */
export interface Happening {
  at: number;
  happen(): void;
}

/** Plays people and controllers: what they write, and which times the API server and controllers note. */
export class PlayedDay {
  readonly #cluster: PlayedCluster;
  readonly #states = new Map<string, State>();
  #uid = 0;

  static of(cluster: PlayedCluster): PlayedDay {
    return new PlayedDay(cluster);
  }

  private constructor(cluster: PlayedCluster) {
    this.#cluster = cluster;
    for (const name of ['rest-api', 'orders']) {
      this.#create(name);
      this.#settle(name);
      this.#cluster.put(PATHS.autoscalers, this.#autoscaler(name));
    }
    this.#config(0);
  }

  /** All that follows from what people do, in its order. */
  happenings(acts: Act[]): Happening[] {
    const happenings: Happening[] = [];
    let at = 0;
    for (const { wait, name, act } of acts) {
      at += wait;
      const begin = at;
      const add = (after: number, happen: () => void) =>
        happenings.push({ at: begin + after, happen });
      switch (act.do) {
        case 'image':
          add(0, () => this.#roll(name, act.value));
          add(ROLLOUT_SECONDS, () => this.#settle(name));
          break;
        case 'scale':
          add(0, () => this.#scale(name, act.value, 'kubectl'));
          add(0, () => this.#settle(name));
          break;
        case 'autoscale':
          add(0, () => this.#scale(name, act.value, 'kube-controller-manager'));
          add(0, () => this.#settle(name));
          break;
        case 'config':
          add(0, () => this.#config(act.value));
          break;
        case 'recreate':
          add(0, () => this.#delete(name));
          add(RECREATION_SECONDS, () => this.#create(name));
          add(RECREATION_SECONDS + 1, () => this.#settle(name));
          break;
        case 'crash':
        case 'run': {
          const how = act.do;
          add(0, () => this.#pod(name, how));
          break;
        }
        default: {
          const how = act.do;
          add(0, () => this.#count(name, how));
        }
      }
    }
    return happenings.sort((a, b) => a.at - b.at);
  }

  #create(name: string): void {
    if (this.#states.has(name)) return;
    this.#states.set(name, {
      uid: `${name}-${++this.#uid}`,
      createdAt: this.#cluster.time(),
      image: 0,
      replicas: 3,
      generation: 1,
      observed: 0,
      ready: 0,
      revision: 1,
      restarts: 0,
      writers: new Map([['kubectl-create', this.#cluster.time()]]),
    });
    this.#write(name);
    this.#writeSet(name);
  }

  #roll(name: string, image: number): void {
    const state = this.#states.get(name);
    if (!state || state.image === image) return;
    Object.assign(state, {
      image,
      generation: state.generation + 1,
      revision: state.revision + 1,
    });
    state.writers.set('kubectl-set', this.#cluster.time());
    this.#write(name);
    this.#writeSet(name);
  }

  #scale(name: string, replicas: number, manager: string): void {
    const state = this.#states.get(name);
    if (!state || state.replicas === replicas) return;
    Object.assign(state, {
      replicas,
      scaler: manager,
      generation: state.generation + 1,
    });
    this.#write(name);
  }

  #settle(name: string): void {
    const state = this.#states.get(name);
    if (!state || state.observed === state.generation) return;
    Object.assign(state, {
      observed: state.generation,
      ready: state.replicas,
      settledAt: this.#cluster.time(),
    });
    this.#noteStatus(name);
  }

  #count(name: string, how: 'shrink' | 'fill'): void {
    const state = this.#states.get(name);
    if (!state || state.observed !== state.generation) return;
    const ready = how === 'shrink' ? 0 : state.replicas;
    if (ready === state.ready) return;
    state.ready = ready;
    this.#noteStatus(name);
  }

  #noteStatus(name: string): void {
    this.#states.get(name)!.statusAt = this.#cluster.time();
    this.#write(name);
  }

  #delete(name: string): void {
    if (!this.#states.delete(name)) return;
    this.#cluster.delete(PATHS.deployments, name);
  }

  #write(name: string): void {
    const state = this.#states.get(name)!;
    const { observed, generation, replicas, ready, writers } = state;
    const object = deploymentObject({
      name,
      uid: state.uid,
      createdAt: state.createdAt,
      generation,
      observed,
      replicas,
      image: `acme/${name}:v${state.image}`,
      revision: state.revision,
      status: { readyReplicas: ready, availableReplicas: ready },
      conditions: [
        {
          type: 'Progressing',
          status: 'True',
          reason:
            observed === generation
              ? 'NewReplicaSetAvailable'
              : 'ReplicaSetUpdated',
          lastUpdateTime: state.settledAt ?? state.createdAt,
        },
      ],
      managed: [
        ...[...writers].map(([manager, time]) =>
          managedField(manager, {
            time,
            fields: [
              'spec.template.spec.containers.k:{"name":"app"}.image',
              ...(state.scaler ? [] : ['spec.replicas']),
            ],
          }),
        ),
        ...(state.scaler
          ? [
              managedField(state.scaler, {
                fields: ['spec.replicas'],
                subresource: 'scale',
              }),
            ]
          : []),
        ...(state.statusAt
          ? [
              managedField('kube-controller-manager', {
                time: state.statusAt,
                fields: ['status.observedGeneration'],
                subresource: 'status',
              }),
            ]
          : []),
      ],
    });
    this.#cluster.put(PATHS.deployments, object);
  }

  #writeSet(name: string): void {
    const { uid, image, revision } = this.#states.get(name)!;
    const set = replicaSetObject({
      name,
      uid,
      image: `acme/${name}:v${image}`,
      revision,
      createdAt: this.#cluster.time(),
    });
    this.#cluster.put(PATHS.replicaSets, set);
  }

  #pod(name: string, how: 'crash' | 'run'): void {
    const state = this.#states.get(name);
    if (!state) return;
    const time = this.#cluster.time();
    if (how === 'crash') {
      state.crashedAt = time;
      state.restarts += 3;
    }
    const ended = state.crashedAt && {
      terminated: { exitCode: 1, reason: 'Error', finishedAt: state.crashedAt },
    };
    this.#cluster.put(PATHS.pods, {
      metadata: {
        name: `${name}-pod`,
        namespace: 'shop',
        uid: `${state.uid}-pod-${state.revision}`,
        resourceVersion: '',
        creationTimestamp: state.createdAt,
        ownerReferences: [
          {
            kind: 'ReplicaSet',
            name: 'set',
            uid: `${state.uid}-rs-${state.revision}`,
            controller: true,
          },
        ],
        managedFields: [
          managedField('kubelet', {
            time,
            fields: ['status.phase'],
            subresource: 'status',
          }),
        ],
      },
      status: {
        conditions: [
          {
            type: 'Ready',
            status: how === 'run' ? 'True' : 'False',
            lastTransitionTime: time,
          },
        ],
        containerStatuses: [
          {
            name: 'app',
            restartCount: state.restarts,
            state:
              how === 'run'
                ? { running: {} }
                : { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: ended ?? {},
          },
        ],
      },
    } as Parameters<PlayedCluster['put']>[1]);
  }

  #config(value: number): void {
    this.#cluster.put(PATHS.configMaps, {
      metadata: {
        name: 'settings',
        namespace: 'shop',
        uid: 'settings',
        resourceVersion: '',
        creationTimestamp: '2026-11-18T00:00:00Z',
        managedFields: [
          managedField('kubectl-edit', {
            time: this.#cluster.time(),
            fields: ['data.LEVEL'],
          }),
        ],
      },
      data: { LEVEL: String(value) },
    } as Parameters<PlayedCluster['put']>[1]);
  }

  #autoscaler(name: string): Parameters<PlayedCluster['put']>[1] {
    return {
      metadata: {
        name,
        namespace: 'shop',
        uid: `${name}-hpa`,
        resourceVersion: '',
        creationTimestamp: this.#cluster.time(),
      },
      spec: {
        minReplicas: 1,
        maxReplicas: 9,
        scaleTargetRef: { kind: 'Deployment', name },
      },
      status: { currentReplicas: 3, desiredReplicas: 3 },
    } as Parameters<PlayedCluster['put']>[1];
  }
}

interface State {
  uid: string;
  createdAt: string;
  image: number;
  replicas: number;
  generation: number;
  observed: number;
  ready: number;
  revision: number;
  restarts: number;
  scaler?: string;
  settledAt?: string;
  statusAt?: string;
  crashedAt?: string;
  writers: Map<string, string>;
}
