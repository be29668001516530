import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { recorded } from '../__testUtils__/recorded';
import { kubernetesObject, readNode, type ReadNode } from '../kinds';
import {
  nodeAdded,
  nodeChanged,
  nodeFirstSeen,
  nodeRemoved,
  type KnownNode,
} from './node';
import type { NodeRun } from './nodeRun';

const WEB = 'kubernetes:prod-eu/shop/Deployment.apps/web';
const CONTEXT = {
  cluster: 'prod-eu',
  now: '2026-11-24T13:40:00Z',
  workloads: () => [WEB],
};

interface Draft {
  name?: string;
  version?: number;
  pool?: string;
  kubelet?: string;
  ready?: string;
  since?: string;
  cordoned?: boolean;
  taints?: object[];
  conditions?: object[];
  labels?: Record<string, string>;
}

/** A node as an API server answers it. */
function node(draft: Draft): ReadNode {
  const { name = 'n1', version = 1, pool = 'workers' } = draft;
  return readNode(
    kubernetesObject.parse({
      metadata: {
        name,
        uid: name,
        resourceVersion: String(version),
        creationTimestamp: '2026-11-24T13:00:00Z',
        labels: { agentpool: pool, ...draft.labels },
      },
      spec: { unschedulable: draft.cordoned, taints: draft.taints },
      status: {
        nodeInfo: { kubeletVersion: draft.kubelet ?? 'v1.35.2' },
        conditions: [
          {
            type: 'Ready',
            status: draft.ready ?? 'True',
            reason: 'KubeletReady',
            lastTransitionTime: draft.since ?? '2026-11-24T13:00:00Z',
          },
          ...(draft.conditions ?? []),
        ],
      },
    }),
  );
}

/** The nodes of a cluster, one version after another, by the clock of the cluster. */
class Play {
  readonly told: Observation[] = [];
  readonly #known = new Map<string, KnownNode>();
  #run: NodeRun | undefined;

  first(next: ReadNode): this {
    return this.#take(next, CONTEXT.now, 'first');
  }

  set(next: ReadNode, now: string): this {
    return this.#take(next, now);
  }

  remove(name: string, now: string): this {
    const known = this.#known.get(name)!;
    const seen = nodeRemoved(
      known,
      { resourceVersion: `${Number(known.resourceVersion) + 1}` },
      { ...CONTEXT, now, run: this.#run },
    );
    this.#run = seen.run;
    this.told.push(...seen.observations);
    return this;
  }

  /** The events that the observations come to: the last title of each key. */
  get events(): Record<string, string> {
    return Object.fromEntries(this.told.map(({ key, title }) => [key, title]));
  }

  get titles(): string[] {
    return Object.values(this.events);
  }

  #take(next: ReadNode, now: string, how?: 'first'): this {
    const context = { ...CONTEXT, now, run: this.#run };
    const previous = this.#known.get(next.name);
    const seen = previous
      ? nodeChanged(previous, next, context)
      : (how ? nodeFirstSeen : nodeAdded)(next, context);
    this.#known.set(next.name, seen.known);
    this.#run = seen.run;
    this.told.push(...seen.observations);
    return this;
  }
}

const at = (minute: number, second = 0) =>
  `2026-11-24T14:${String(minute).padStart(2, '0')}:${String(second).padStart(
    2,
    '0',
  )}Z`;

describe('a node of a real control plane', () => {
  const play = new Play();
  for (const { type, object } of recorded('nodes')) {
    const next = readNode(object);
    const isFirst = !play.told.length && Number(next.resourceVersion) < 300;
    if (type === 'deleted') play.remove(next.name, '2026-11-24T13:31:00Z');
    else if (isFirst) play.first(next);
    else play.set(next, next.writtenAt!);
  }

  it('tells of what was done and what went amiss, and of nothing else', () => {
    expect(play.titles).toEqual([
      'node node-1 cordoned',
      'node node-1 uncordoned',
      'node node-0 was not ready for 57 s',
      'node node-2 tainted x=y:NoSchedule',
      'node node-2 cordoned',
      'node node-2 removed',
    ]);
  });

  it('names who did it, when, and the workloads on it', () => {
    expect(play.told[0]).toMatchObject({
      kind: 'node',
      severity: 'warning',
      start: '2026-11-24T13:28:11Z',
      end: { status: 'succeeded' },
      actor: { name: 'kubectl', originUnknown: true },
      subjects: ['kubernetes:prod-eu/_/Node/node-1', WEB],
    });
  });

  it('is ill from one moment to another', () => {
    const ill = play.told.filter(({ title }) => /not ready/.test(title));
    expect(ill).toMatchObject([
      {
        title: 'node node-0 is not ready: its kubelet is silent',
        severity: 'error',
        start: '2026-11-24T13:28:50Z',
        subjects: ['kubernetes:prod-eu/_/Node/node-0', WEB],
        evidence: [
          {
            label: 'Reason',
            text: 'NodeStatusUnknown: Kubelet stopped posting node status.',
          },
        ],
      },
      { end: { at: '2026-11-24T13:29:47Z', status: 'succeeded' } },
    ]);
    expect(ill[0].end).toBeUndefined();
  });
});

describe('a node', () => {
  it('that flaps is one event, however often', () => {
    const play = new Play().first(node({}));
    for (let minute = 0; minute < 40; minute += 1) {
      const ready = minute % 2 === 0 ? 'False' : 'True';
      play.set(
        node({ version: 10 + minute, ready, since: at(minute) }),
        at(minute),
      );
    }
    expect(play.titles).toEqual(['node n1 was not ready 20 times in 39 min']);
  });

  it('that has just come, or is about to go, need not be ready', () => {
    const ill = { ready: 'False', since: at(1) };
    const titles = (...drafts: Draft[]) => {
      const play = new Play();
      drafts.forEach((draft, index) =>
        play.set(node({ version: index + 1, ...draft }), at(1)),
      );
      return play.titles.filter(title => /ready/.test(title));
    };
    expect(titles(ill)).toEqual([]);
    expect(titles({ cordoned: true }, { cordoned: true, ...ill })).toEqual([]);
    const taints = [
      { key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule' },
    ];
    expect(titles({}, { taints, ...ill })).toEqual([]);
    expect(titles({}, ill)).toEqual(['node n1 is not ready']);
  });

  it('that goes while it is ill was ill until then', () => {
    const play = new Play()
      .first(node({}))
      .set(node({ version: 2, ready: 'False', since: at(1) }), at(1))
      .remove('n1', at(3));
    expect(play.titles).toEqual([
      'node n1 was not ready until it was removed',
      'node n1 removed',
    ]);
  });

  it.each([
    [
      { type: 'DiskPressure', status: 'True' },
      'node n1 is short of disk space',
    ],
    [
      { type: 'ReadonlyFilesystem', status: 'True' },
      'node n1 is unable to write to its file system',
    ],
    [
      { type: 'NetworkingReady', status: 'False' },
      'node n1 is not NetworkingReady',
    ],
  ])('with condition %j: %s', (condition, title) => {
    const play = new Play()
      .first(node({}))
      .set(node({ version: 2, conditions: [condition] }), at(1));
    expect(play.titles).toEqual([title]);
  });

  it.each([
    [{ type: 'MemoryPressure', status: 'Unknown' }],
    [{ type: 'DiskPressure', status: 'False' }],
    [{ type: 'SomeVendorsWord', status: 'True' }],
  ])('with condition %j is well', condition => {
    const play = new Play()
      .first(node({}))
      .set(node({ version: 2, conditions: [condition] }), at(1));
    expect(play.titles).toEqual([]);
  });

  it.each([
    [{ kubelet: 'v1.36.3' }, ['node n1 upgraded v1.35.2 → v1.36.3']],
    [{ labels: { disk: 'ssd' } }, ['node n1 relabelled disk']],
    [{ labels: { 'feature.node.kubernetes.io/cpu': 'x' } }, []],
    [
      {
        taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }],
      },
      [],
    ],
  ])('changed to %j: %j', (draft, titles) => {
    const play = new Play()
      .first(node({}))
      .set(node({ version: 2, ...draft }), at(1));
    expect(play.titles).toEqual(titles);
  });

  it('that is cordoned when Ripple comes says since when', () => {
    const play = new Play().first(
      node({
        cordoned: true,
        taints: [
          {
            key: 'node.kubernetes.io/unschedulable',
            effect: 'NoSchedule',
            timeAdded: '2026-11-24T09:00:00Z',
          },
        ],
      }),
    );
    expect(play.told).toMatchObject([
      { start: '2026-11-24T09:00:00Z', reconstructed: true },
    ]);
  });
});

describe('a pool', () => {
  it('whose nodes are replaced one after another is one event', () => {
    const play = new Play();
    for (let number = 0; number < 5; number += 1) {
      play.first(node({ name: `old-${number}` }));
    }
    for (let number = 0; number < 5; number += 1) {
      const minute = number * 8;
      play
        .set(
          {
            ...node({ name: `new-${number}`, version: 9, kubelet: 'v1.36.3' }),
            createdAt: at(minute),
          },
          at(minute),
        )
        .set(
          node({ name: `old-${number}`, version: 9, cordoned: true }),
          at(minute + 1),
        )
        .remove(`old-${number}`, at(minute + 3));
    }
    expect(play.titles).toEqual([
      'node pool workers: 5 added, 5 cordoned, 5 removed, kubelet v1.35.2 → v1.36.3',
    ]);
    expect(play.told.at(-1)).toMatchObject({
      start: at(0),
      end: { at: at(35), status: 'succeeded' },
    });
    expect(play.told.at(-1)?.evidence).toHaveLength(15);
    expect(play.told[0].subjects).toEqual([
      'kubernetes:prod-eu/_/Node/new-0',
      'kubernetes:prod-eu/_/NodePool/workers',
      WEB,
    ]);
  });

  it('that never rests gets a new event every hour', () => {
    const play = new Play();
    for (let minute = 0; minute < 360; minute += 5) {
      const createdAt = new Date(
        Date.parse('2026-11-24T14:00:00Z') + minute * 60_000,
      ).toISOString();
      play.set({ ...node({ name: `n-${minute}` }), createdAt }, createdAt);
    }
    expect(play.titles).toHaveLength(6);
  });
});
