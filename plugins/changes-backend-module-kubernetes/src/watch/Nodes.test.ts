import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { recorded } from '../__testUtils__/recorded';
import {
  DEPLOYMENT,
  NODE,
  POD,
  REPLICA_SET,
  kubernetesObject,
  readNode,
  readPod,
  type Kind,
  type Named,
} from '../kinds';
import { deploymentObject, replicaSetObject } from '../__testUtils__/objects';
import type { ModelStep } from './Book';
import { ClusterModel } from './ClusterModel';
import { readState } from './stored';

const WEB = 'kubernetes:prod-eu/shop/Deployment.apps/rest-api';
const redactor = Redactor.create({});

/** A pod of the Deployment on a node. */
const podOn = (node: string) =>
  readPod(
    kubernetesObject.parse({
      metadata: {
        name: `pod-${node}`,
        namespace: 'shop',
        uid: `pod-${node}`,
        resourceVersion: '5',
        ownerReferences: [
          { kind: 'ReplicaSet', name: 'x', uid: 'd1-rs-1', controller: true },
        ],
      },
      spec: { nodeName: node },
    }),
    redactor,
  )!;

/** A cluster whose nodes are watched as a real control plane told of them. */
class Play {
  readonly steps: ModelStep[] = [];
  readonly stored = new Map<string, unknown>();
  readonly #model = ClusterModel.create({ cluster: 'prod-eu' });

  start(): this {
    const [first, second, third] = recorded('nodes');
    const lists: [Kind, (Named | undefined)[]][] = [
      [
        REPLICA_SET,
        [REPLICA_SET.read(replicaSetObject({ revision: 1 }), redactor)],
      ],
      [DEPLOYMENT, [DEPLOYMENT.read(deploymentObject({}), redactor)]],
      [POD, [podOn('node-0'), podOn('node-1')]],
      [NODE, [first, second, third].map(({ object }) => readNode(object))],
    ];
    for (const [kind, items] of lists) {
      const now = '2026-11-24T13:28:00Z';
      const known = items.flatMap(item => item ?? []);
      for (const step of this.#model.replace(kind, known, {
        now,
        isFirst: true,
      })) {
        this.#take(step);
      }
    }
    this.steps.length = 0;
    return this;
  }

  /** Goes on where another one was cut off. */
  restore(other: Play): this {
    for (const [id, body] of other.stored) {
      const read = readState({ id, body: body as never });
      if (read?.kindId === NODE.id) this.#model.restore(NODE, read.object);
    }
    return this;
  }

  /** The watch from one line to another. */
  watch(from: number, to?: number): this {
    for (const { type, object } of recorded('nodes').slice(from, to)) {
      const node = readNode(object);
      const step = this.#model.apply(NODE, [{ type, object: node }], {
        now: type === 'deleted' ? '2026-11-24T13:31:00Z' : node.writtenAt!,
      });
      this.#take(step);
    }
    return this;
  }

  get observations() {
    return this.steps.flatMap(({ observations }) => observations);
  }

  #take(step: ModelStep): void {
    this.steps.push(step);
    for (const { id, body } of step.states) {
      if (body === null) this.stored.delete(id);
      else this.stored.set(id, body);
    }
  }
}

describe('the nodes of a cluster', () => {
  it('are told to the workloads that have pods there, and to the platform', () => {
    const [cordoned] = new Play().start().watch(3).observations;
    expect(cordoned.title).toBe('node node-1 cordoned');
    expect(cordoned.subjects).toEqual([
      'kubernetes:prod-eu/_/Node/node-1',
      'kubernetes:prod-eu/_/Cluster/prod-eu',
      WEB,
    ]);
  });

  it('are told the same, wherever the watch is cut and gone on with', () => {
    const whole = new Play().start().watch(3).observations;
    const events = (told: typeof whole) =>
      Object.fromEntries(told.map(({ key, title }) => [key, title]));
    const lines = recorded('nodes').length;
    for (let cut = 3; cut <= lines; cut += 1) {
      const before = new Play().start().watch(3, cut);
      // The last line comes once more.
      const after = new Play().restore(before).watch(Math.max(3, cut - 1));
      expect(events([...before.observations, ...after.observations])).toEqual(
        events(whole),
      );
    }
  });

  it('write nothing for what nobody did', () => {
    const play = new Play().start();
    const writes = (from: number, to: number) =>
      play
        .watch(from, to)
        .steps.splice(0)
        .flatMap(({ states }) => states);
    // Cordoned; then the taint that follows.
    expect(writes(3, 4)).not.toEqual([]);
    expect(writes(4, 5)).toEqual([]);
  });

  it('leave nothing behind when they are gone', () => {
    const play = new Play().start().watch(3);
    expect(
      [...play.stored.keys()].filter(id => id.startsWith('nodes/')),
    ).toHaveLength(2);
  });
});
