import type {
  Observation,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import {
  CONTROLLER_REVISION,
  DAEMON_SET,
  POD,
  REPLICA_SET,
  STATEFUL_SET,
  kubernetesObject,
  type Kind,
} from '../kinds';
import type { ModelStep } from './Book';
import { ClusterModel } from './ClusterModel';

const redactor = Redactor.create({});

/** A cluster in which each thing that happens takes a second. */
class World {
  readonly observations: Observation[] = [];
  readonly rows = new Map<string, SubjectRow>();
  readonly #model = ClusterModel.create({ cluster: 'prod-eu' });
  #second = 0;
  #version = 0;

  first(kind: Kind, ...objects: object[]): void {
    const items = objects.map(object => this.#read(kind, object));
    const now = this.#now();
    for (const step of this.#model.replace(kind, items, {
      now,
      isFirst: true,
    })) {
      this.#take(step);
    }
  }

  set(kind: Kind, object: object): void {
    const read = this.#read(kind, object);
    this.#take(
      this.#model.apply(kind, [{ type: 'set', object: read }], {
        now: this.#now(),
      }),
    );
  }

  delete(kind: Kind, object: object): void {
    const read = this.#read(kind, object);
    this.#take(
      this.#model.apply(kind, [{ type: 'deleted', object: read }], {
        now: this.#now(),
      }),
    );
  }

  awake(): void {
    for (const step of this.#model.awake({ now: this.#now() })) {
      this.#take(step);
    }
  }

  pass(minutes: number): void {
    this.#second += minutes * 60;
    for (const step of this.#model.tick(Date.parse(this.#now()))) {
      this.#take(step);
    }
  }

  /** What was told of each event in the end. */
  told(): string[] {
    const events = new Map<string, string>();
    for (const { type, key, kind, title, end } of this.observations) {
      if (type !== 'change') continue;
      events.set(key, `${kind}: ${title}: ${end?.status ?? 'in-progress'}`);
    }
    return [...events.values()];
  }

  /** What was wrong, as it was told in the end. */
  issues(): string[] {
    const issues = new Map<string, string>();
    for (const { type, key, kind, severity, title, end } of this.observations) {
      if (type !== 'health') continue;
      issues.set(
        key,
        `${kind} ${severity}: ${title}: ${end?.status ?? 'open'}`,
      );
    }
    return [...issues.values()];
  }

  summary(subject: string) {
    return this.rows.get(`kubernetes:prod-eu/shop/${subject}`)?.summary;
  }

  #read(kind: Kind, object: object) {
    const { metadata, ...rest } = object as { metadata: object };
    return kind.read(
      kubernetesObject.parse({
        ...rest,
        metadata: {
          namespace: 'shop',
          ...metadata,
          resourceVersion: String(++this.#version),
        },
      }),
      redactor,
    )!;
  }

  #take({ observations, subjects }: ModelStep): void {
    this.observations.push(...observations);
    for (const row of subjects) this.rows.set(row.subject, row);
  }

  #now(): string {
    return new Date(
      Date.UTC(2026, 10, 19, 2) + ++this.#second * 1000,
    ).toISOString();
  }
}

const template = (image: string) => ({
  metadata: { labels: { app: 'db' }, creationTimestamp: null },
  spec: { containers: [{ name: 'app', image: `acme/db:${image}` }] },
});

/** As its controller keeps it: a patch, with its fields in another order. */
function revision(options: {
  owner: 'StatefulSet' | 'DaemonSet';
  image: string;
  number: number;
}) {
  const { owner, image, number } = options;
  const { metadata, spec } = template(image);
  return {
    metadata: {
      name: `db-${image}`,
      uid: `revision-${image}`,
      creationTimestamp: `2026-11-19T01:0${image.slice(1)}:00Z`,
      labels: { 'controller-revision-hash': image },
      ownerReferences: [
        { kind: owner, name: 'db', uid: 'db', controller: true },
      ],
    },
    revision: number,
    data: { spec: { template: { $patch: 'replace', spec, metadata } } },
  };
}

function statefulSet(options: {
  image: string;
  generation: number;
  current: string;
  update: string;
  updated: number;
  ready?: number;
  observed?: number;
  strategy?: object;
}) {
  const { image, generation, current, update, updated, ready = 3 } = options;
  return {
    metadata: { name: 'db', uid: 'db', generation },
    spec: {
      replicas: 3,
      updateStrategy: options.strategy ?? {
        type: 'RollingUpdate',
        rollingUpdate: { partition: 0 },
      },
      template: template(image),
    },
    status: {
      observedGeneration: options.observed ?? generation,
      replicas: 3,
      readyReplicas: ready,
      availableReplicas: ready,
      updatedReplicas: updated,
      currentRevision: `db-${current}`,
      updateRevision: `db-${update}`,
    },
  };
}

const settled = (image: string, generation: number) =>
  statefulSet({ image, generation, current: image, update: image, updated: 3 });

describe('a StatefulSet', () => {
  const revisionOf = (image: string, number: number) =>
    revision({ owner: 'StatefulSet', image, number });

  function watched(): World {
    const world = new World();
    world.first(CONTROLLER_REVISION, revisionOf('v1', 1));
    world.first(STATEFUL_SET, settled('v1', 1));
    world.observations.length = 0;
    return world;
  }

  function rollOut(world: World, image: string, generation: number): void {
    const before = { current: 'v1', update: image, image, generation };
    world.set(
      STATEFUL_SET,
      statefulSet({
        ...before,
        update: 'v1',
        updated: 3,
        observed: generation - 1,
      }),
    );
    world.set(STATEFUL_SET, statefulSet({ ...before, updated: 1, ready: 2 }));
  }

  it('has the history that its revisions remember, oldest first', () => {
    const world = new World();
    world.first(CONTROLLER_REVISION, revisionOf('v2', 2), revisionOf('v1', 1));
    world.first(STATEFUL_SET, settled('v2', 2));
    expect(world.told()).toEqual([
      'deployment: db deployed v1: unknown-end',
      'deployment: db deployed v2: succeeded',
    ]);
    expect(world.observations.every(({ reconstructed }) => reconstructed)).toBe(
      true,
    );
  });

  it('has rolled out when all pods are replaced and ready', () => {
    const world = watched();
    rollOut(world, 'v2', 2);
    world.set(CONTROLLER_REVISION, revisionOf('v2', 2));
    expect(world.told()).toEqual(['deployment: db deployed v2: in-progress']);
    world.set(STATEFUL_SET, settled('v2', 2));
    expect(world.told()).toEqual(['deployment: db deployed v2: succeeded']);
    expect(world.observations.at(-1)?.rollout?.revision).toBe('2');
  });

  it.each(['before', 'after'])(
    'is rolled back to the revision that got a new number %s it',
    when => {
      const world = watched();
      rollOut(world, 'v2', 2);
      world.set(CONTROLLER_REVISION, revisionOf('v2', 2));
      world.set(STATEFUL_SET, settled('v2', 2));
      const renumber = () =>
        world.set(CONTROLLER_REVISION, revisionOf('v1', 3));
      if (when === 'before') renumber();
      world.set(
        STATEFUL_SET,
        statefulSet({
          image: 'v1',
          generation: 3,
          current: 'v2',
          update: 'v2',
          updated: 3,
          observed: 2,
        }),
      );
      if (when === 'after') renumber();
      world.set(STATEFUL_SET, settled('v1', 3));
      expect(world.told().at(-1)).toBe(
        'rollback: db rolled back to v1 (revision 1): succeeded',
      );
      expect(world.observations.at(-1)?.rollout?.revision).toBe('3');
    },
  );

  it('is rolled back out of a rollout that hangs only when that is undone', () => {
    const world = watched();
    rollOut(world, 'v2', 2);
    world.set(CONTROLLER_REVISION, revisionOf('v2', 2));
    const back = { image: 'v1', generation: 3, current: 'v1', update: 'v1' };
    world.set(
      STATEFUL_SET,
      statefulSet({ ...back, update: 'v2', updated: 1, ready: 2, observed: 2 }),
    );
    world.set(STATEFUL_SET, statefulSet({ ...back, updated: 2, ready: 2 }));
    expect(world.told()).toEqual([
      'deployment: db deployed v2: superseded',
      'rollback: db rolled back to v1 (revision 1): in-progress',
    ]);
    world.set(STATEFUL_SET, settled('v1', 3));
    expect(world.told().at(-1)).toMatch(/succeeded$/);
  });

  it('explains missing pods by a rollout only while that makes steps', () => {
    const world = watched();
    world.awake();
    world.set(CONTROLLER_REVISION, revisionOf('v2', 2));
    rollOut(world, 'v2', 2);
    world.pass(5);
    expect(world.issues()).toEqual([]);
    world.pass(20);
    expect(world.issues()).toEqual([
      'rollout-stuck warning: db: rollout stuck: 1 of 3 replicas updated: open',
    ]);
  });

  it('is unhealthy once too few of its pods have been ready for a while, and well again when they are', () => {
    const world = watched();
    world.awake();
    const down = (ready: number) => ({
      ...settled('v1', 1),
      status: { ...settled('v1', 1).status, readyReplicas: ready },
    });
    world.set(STATEFUL_SET, down(2));
    expect(world.issues()).toEqual([]);
    world.pass(1);
    expect(world.issues()).toEqual([
      'availability warning: db: 2 of 3 replicas ready: open',
    ]);
    world.set(STATEFUL_SET, down(0));
    expect(world.issues()).toEqual([
      'availability critical: db: none of 3 replicas ready: open',
    ]);
    world.set(STATEFUL_SET, down(3));
    world.pass(1);
    expect(world.issues()).toEqual([
      'availability critical: db: none of 3 replicas ready: resolved',
    ]);
  });

  it('tells of pods that crash, with those of earlier templates that still serve in mind', () => {
    const world = watched();
    world.awake();
    const pod = (name: string, hash: string, waiting?: string) => ({
      metadata: {
        name,
        uid: name,
        labels: { 'controller-revision-hash': `db-${hash}` },
        ownerReferences: [
          { kind: 'StatefulSet', name: 'db', uid: 'db', controller: true },
        ],
      },
      status: {
        containerStatuses: [
          {
            name: 'app',
            restartCount: 5,
            state: waiting ? { waiting: { reason: waiting } } : {},
          },
        ],
      },
    });
    world.set(CONTROLLER_REVISION, revisionOf('v2', 2));
    rollOut(world, 'v2', 2);
    world.first(
      POD,
      pod('db-0', 'v1'),
      pod('db-1', 'v1'),
      pod('db-2', 'v2', 'CrashLoopBackOff'),
    );
    expect(world.issues()).toEqual([
      'crash-loop warning: db: app crashes again and again: open',
    ]);
  });
});

describe('a DaemonSet', () => {
  const daemonSet = (options: {
    image: string;
    generation: number;
    updated: number;
    nodes?: number;
  }) => {
    const { image, generation, updated, nodes = 4 } = options;
    return {
      metadata: { name: 'db', uid: 'db', generation },
      spec: {
        updateStrategy: { type: 'RollingUpdate' },
        template: template(image),
      },
      status: {
        observedGeneration: generation,
        desiredNumberScheduled: nodes,
        currentNumberScheduled: nodes,
        updatedNumberScheduled: updated,
        numberReady: nodes,
        numberAvailable: nodes,
      },
    };
  };

  it('rolls out over its nodes; that a node joins is no change of it', () => {
    const world = new World();
    world.first(
      CONTROLLER_REVISION,
      revision({ owner: 'DaemonSet', image: 'v1', number: 1 }),
    );
    world.first(
      DAEMON_SET,
      daemonSet({ image: 'v1', generation: 1, updated: 4 }),
    );
    world.observations.length = 0;
    world.set(
      DAEMON_SET,
      daemonSet({ image: 'v1', generation: 1, updated: 5, nodes: 5 }),
    );
    expect(world.told()).toEqual([]);
    world.set(
      DAEMON_SET,
      daemonSet({ image: 'v2', generation: 2, updated: 1 }),
    );
    world.set(
      DAEMON_SET,
      daemonSet({ image: 'v2', generation: 2, updated: 4 }),
    );
    expect(world.told()).toEqual(['deployment: db deployed v2: succeeded']);
  });
});

describe('a ReplicaSet', () => {
  const replicaSet = (owner?: string) => ({
    metadata: {
      name: 'db',
      uid: 'rs',
      generation: 1,
      creationTimestamp: '2026-11-19T01:00:00Z',
      annotations: { 'deployment.kubernetes.io/revision': '1' },
      ownerReferences: owner
        ? [{ kind: 'Deployment', name: owner, uid: owner, controller: true }]
        : [],
    },
    spec: { replicas: 2, template: template('v1') },
    status: {
      observedGeneration: 1,
      replicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
    },
  });

  it('is a workload of its own while nothing controls it', () => {
    const world = new World();
    world.first(REPLICA_SET);
    world.set(REPLICA_SET, replicaSet());
    expect(world.told()).toEqual([
      'deployment: db created with v1 and 2 replicas: succeeded',
    ]);
    expect(world.summary('ReplicaSet.apps/db')).toMatchObject({ ready: 2 });
    world.set(REPLICA_SET, replicaSet('web'));
    expect(
      world.rows.get('kubernetes:prod-eu/shop/ReplicaSet.apps/db'),
    ).toHaveProperty('goneAt');
    expect(world.told()).toHaveLength(1);
  });

  it('that was let go is not new', () => {
    const world = new World();
    world.first(REPLICA_SET, replicaSet('web'));
    world.set(REPLICA_SET, replicaSet());
    expect(world.told()).toEqual([]);
    world.delete(REPLICA_SET, replicaSet());
    expect(world.told()).toEqual(['deployment: db deleted: succeeded']);
  });
});
