import type { KubernetesObject } from '../../KubernetesObject.ts';
import { syncReplicaSet } from './syncReplicaSet.ts';

const NOW = Date.parse('2026-11-18T01:00:00Z');

function replicaSet(replicas: number, spec: object = {}): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web', uid: 'a', resourceVersion: '1', generation: 2 },
    spec: { replicas, ...spec },
  };
}

function pod(
  name: string,
  options: {
    readyAt?: number;
    node?: boolean;
    phase?: string;
    leaving?: boolean;
  } = {},
): KubernetesObject {
  const { readyAt, node = true, phase = 'Running', leaving } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      uid: name,
      resourceVersion: '1',
      creationTimestamp: '2026-11-18T00:00:00Z',
      ...(leaving ? { deletionTimestamp: '2026-11-18T01:00:30Z' } : {}),
    },
    spec: node ? { nodeName: 'node-1' } : {},
    status: {
      phase,
      conditions: [
        {
          type: 'Ready',
          status: readyAt === undefined ? 'False' : 'True',
          lastTransitionTime: new Date(readyAt ?? 0).toISOString(),
        },
      ],
    },
  };
}

describe('syncReplicaSet', () => {
  it('makes what is missing, and tells of what it found', () => {
    const { create, remove, status } = syncReplicaSet({
      replicaSet: replicaSet(3),
      pods: [
        pod('ready', { readyAt: NOW - 60_000 }),
        pod('leaving', { readyAt: NOW - 60_000, leaving: true }),
        pod('ended', { phase: 'Failed' }),
      ],
      now: NOW,
    });
    expect({ create, remove }).toEqual({ create: 2, remove: [] });
    expect(status).toEqual({
      replicas: 1,
      fullyLabeledReplicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
      terminatingReplicas: 1,
      observedGeneration: 2,
    });
  });

  it('removes first what serves least', () => {
    const pods = [
      pod('old', { readyAt: NOW - 60_000 }),
      pod('young', { readyAt: NOW - 1_000 }),
      pod('unready'),
      pod('pending', { phase: 'Pending' }),
      pod('nowhere', { phase: 'Pending', node: false }),
    ];
    const order = [4, 3, 2, 1].map(count =>
      syncReplicaSet({ replicaSet: replicaSet(count), pods, now: NOW })
        .remove.map(({ metadata }) => metadata.name)
        .at(-1),
    );
    expect(order).toEqual(['nowhere', 'pending', 'unready', 'young']);
  });

  it('counts a pod as available once it has been ready for long enough', () => {
    const { status, recheckAt } = syncReplicaSet({
      replicaSet: replicaSet(2, { minReadySeconds: 30 }),
      pods: [
        pod('a', { readyAt: NOW - 30_000 }),
        pod('b', { readyAt: NOW - 10_000 }),
      ],
      now: NOW,
    });
    expect(status).toMatchObject({ readyReplicas: 2, availableReplicas: 1 });
    expect(recheckAt).toBe(NOW + 20_000);
  });

  it('says nothing new where nothing is', () => {
    const set = replicaSet(1);
    const pods = [pod('a', { readyAt: NOW })];
    const { status } = syncReplicaSet({ replicaSet: set, pods, now: NOW });
    const again = syncReplicaSet({
      replicaSet: { ...set, status },
      pods,
      now: NOW,
    });
    expect(again).toEqual({ create: 0, remove: [] });
  });
});
