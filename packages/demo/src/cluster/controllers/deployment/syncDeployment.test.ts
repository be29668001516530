import { deployment as manifest } from '../../__testUtils__/deployments.ts';
import { objectAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import { withDefaults } from '../../store/defaults.ts';
import { conditionsOf } from './conditions.ts';
import { replicasOf } from './replicas.ts';
import { hashOf, newReplicaSet, revisionOf } from './replicaSets.ts';
import type { DeploymentWrite } from './beginRollout.ts';
import { syncDeployment } from './syncDeployment.ts';

const NOW = Date.parse('2026-11-18T00:00:00Z');
const MINUTE_MS = 60_000;

function stored(
  options: Parameters<typeof manifest>[1],
  more: { status?: object; generation?: number; revision?: string } = {},
): KubernetesObject {
  const { metadata, ...rest } = withDefaults(manifest('web', options));
  return {
    ...rest,
    metadata: {
      ...metadata,
      uid: 'uid-of-web',
      resourceVersion: '1',
      generation: more.generation ?? 1,
      ...(more.revision
        ? {
            annotations: { 'deployment.kubernetes.io/revision': more.revision },
          }
        : {}),
    },
    ...(more.status ? { status: more.status } : {}),
  };
}

/** A ReplicaSet of a template, as the controllers left it. */
function setOf(
  options: Parameters<typeof manifest>[1],
  counts: {
    replicas: number;
    available?: number;
    desired?: number;
    revision?: number;
  },
): KubernetesObject {
  const { replicas, available = replicas, revision = 1 } = counts;
  const desired = counts.desired ?? replicas;
  const set = newReplicaSet(stored(options), {
    revision,
    replicas,
    limits: { desired, max: Math.ceil(desired * 1.25) },
  });
  return {
    ...set,
    metadata: {
      ...set.metadata,
      uid: `uid-of-${set.metadata.name}`,
      generation: 1,
      creationTimestamp: new Date(NOW + revision * 1000).toISOString(),
    },
    status: {
      replicas,
      readyReplicas: available,
      availableReplicas: available,
      observedGeneration: 1,
    },
  };
}

const said = (writes: DeploymentWrite[]) =>
  writes.map(write =>
    write.type === 'status'
      ? `status ${conditionsOf(write.deployment.status)
          .filter(({ type }) => type === 'Progressing')
          .map(({ reason }) => reason)}`
      : `${write.type} ${revisionOf(write.replicaSet)}: ${replicasOf(
          write.replicaSet,
        )}`,
  );
const progressing = (reason: string, at = NOW, status = 'True') => ({
  conditions: [
    {
      type: 'Progressing',
      status,
      reason,
      message: '',
      lastUpdateTime: new Date(at).toISOString(),
      lastTransitionTime: new Date(at).toISOString(),
    },
  ],
});
const settled = (replicas: number) => ({
  observedGeneration: 1,
  replicas,
  updatedReplicas: replicas,
  readyReplicas: replicas,
  availableReplicas: replicas,
  ...progressing('NewReplicaSetAvailable'),
});

describe('syncDeployment', () => {
  it('makes the first ReplicaSet with all replicas', () => {
    const { writes } = syncDeployment({
      deployment: stored({ replicas: 3 }),
      replicaSets: [],
      now: NOW,
    });
    expect(said(writes)).toEqual([
      'create 1: 3',
      'status NewReplicaSetCreated',
      'status NewReplicaSetCreated',
    ]);
  });

  it.each<[string, { replicas: number; spec?: object }, object[], string[]]>([
    [
      'begins with as many new pods as may be there in addition',
      { replicas: 10 },
      [{ replicas: 10 }],
      ['create 2: 3', 'status NewReplicaSetCreated', 'update 1: 8'],
    ],
    [
      'removes at once what may be missing, where nothing may be in addition',
      {
        replicas: 4,
        spec: {
          strategy: {
            type: 'RollingUpdate',
            rollingUpdate: { maxSurge: 0, maxUnavailable: '50%' },
          },
        },
      },
      [{ replicas: 4 }],
      ['create 2: 0', 'status NewReplicaSetCreated', 'update 1: 2'],
    ],
    [
      'first takes away old pods that are not available',
      { replicas: 4 },
      [
        { replicas: 4, available: 1 },
        { replicas: 1, available: 0, image: 'v2', desired: 4 },
      ],
      ['update 1: 3'],
    ],
    [
      'removes old pods as new ones become available',
      { replicas: 4 },
      [
        { replicas: 3, desired: 4 },
        { replicas: 2, image: 'v2', desired: 4 },
      ],
      ['update 1: 1'],
    ],
    [
      'removes nothing while a status still counts pods that are about to go',
      { replicas: 4 },
      [{ replicas: 4, available: 40 }],
      ['create 2: 1', 'status NewReplicaSetCreated'],
    ],
    [
      'removes all old pods before it makes new ones, when told to',
      { replicas: 2, spec: { strategy: { type: 'Recreate' } } },
      [{ replicas: 2 }],
      ['update 1: 0'],
    ],
  ])('%s', (_, { replicas, spec }, sets, expected) => {
    const { writes } = syncDeployment({
      deployment: stored(
        { image: 'v2', replicas, spec },
        { status: settled(replicas), generation: 2, revision: '2' },
      ),
      replicaSets: (
        sets as (Parameters<typeof setOf>[1] & { image?: string })[]
      ).map(({ image = 'v1', ...counts }, index) =>
        setOf({ image, spec }, { ...counts, revision: index + 1 }),
      ),
      now: NOW,
    });
    expect(said(writes).slice(0, expected.length)).toEqual(expected);
    expect(said(writes).slice(expected.length)).toEqual([
      expect.stringMatching(/^status/),
    ]);
  });

  it('scales without a rollout, and by the old template where a new one came along', () => {
    const sets = [setOf({ image: 'v1' }, { replicas: 50 })];
    const { writes } = syncDeployment({
      deployment: stored(
        { image: 'v2', replicas: 5 },
        { status: settled(50), generation: 2, revision: '1' },
      ),
      replicaSets: sets,
      now: NOW,
    });
    expect(said(writes)).toEqual([
      'update 1: 5',
      'status NewReplicaSetAvailable',
    ]);
  });

  it('shares a change of the number of replicas out in the middle of a rollout', () => {
    const { writes } = syncDeployment({
      deployment: stored(
        { image: 'v2', replicas: 20 },
        { status: settled(10), generation: 3, revision: '2' },
      ),
      replicaSets: [
        setOf({ image: 'v1' }, { replicas: 8, desired: 10, revision: 1 }),
        setOf({ image: 'v2' }, { replicas: 5, desired: 10, revision: 2 }),
      ],
      now: NOW,
    });
    const sizes = writes.flatMap(write =>
      write.type === 'update' ? replicasOf(write.replicaSet) : [],
    );
    expect(sizes).toEqual([15, 10]);
  });

  it('takes a former template up again under a new number', () => {
    const { writes } = syncDeployment({
      deployment: stored(
        { image: 'v1', replicas: 2 },
        { status: settled(2), generation: 3, revision: '2' },
      ),
      replicaSets: [
        setOf({ image: 'v1' }, { replicas: 0, desired: 2, revision: 1 }),
        setOf({ image: 'v2' }, { replicas: 2, revision: 2 }),
      ],
      now: NOW,
    });
    const [first] = writes;
    expect(
      first.type === 'update' && first.replicaSet.metadata.annotations,
    ).toMatchObject({
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/revision-history': '1',
    });
  });

  it('says when a rollout takes too long, and not before', () => {
    const spec = { progressDeadlineSeconds: 60 };
    const options = { image: 'v2', replicas: 1, spec };
    const sync = (now: number) =>
      syncDeployment({
        deployment: stored(options, {
          status: {
            observedGeneration: 1,
            replicas: 2,
            updatedReplicas: 1,
            readyReplicas: 1,
            availableReplicas: 1,
            unavailableReplicas: 1,
            terminatingReplicas: 0,
            ...progressing('ReplicaSetUpdated'),
          },
          revision: '2',
        }),
        replicaSets: [
          setOf({ image: 'v1' }, { replicas: 1 }),
          setOf(options, { replicas: 1, available: 0, revision: 2 }),
        ],
        now,
      });
    const before = sync(NOW + 59_000);
    expect(said(before.writes)).toEqual(['status ReplicaSetUpdated']);
    expect(before.recheckAt).toBe(NOW + 61_000);
    const after = sync(NOW + 61_000);
    expect(said(after.writes)).toEqual(['status ProgressDeadlineExceeded']);
    expect(after.recheckAt).toBeUndefined();
  });

  it('keeps no more former templates than it is told to', () => {
    const options = { replicas: 1, spec: { revisionHistoryLimit: 2 } };
    const old = ['v1', 'v2', 'v3', 'v4'].map((image, index) =>
      setOf({ image }, { replicas: 0, desired: 1, revision: index + 1 }),
    );
    const { writes } = syncDeployment({
      deployment: stored(
        { ...options, image: 'v5' },
        { status: settled(1), revision: '5' },
      ),
      replicaSets: [
        ...old,
        setOf({ ...options, image: 'v5' }, { replicas: 1, revision: 5 }),
      ],
      now: NOW,
    });
    const gone = writes.flatMap(write =>
      write.type === 'delete' ? revisionOf(write.replicaSet) : [],
    );
    expect(gone).toEqual([1, 2]);
  });

  it('rolls nothing out while it is paused, and says so', () => {
    const options = { image: 'v2', replicas: 2, spec: { paused: true } };
    const sets = [setOf({ image: 'v1' }, { replicas: 2 })];
    const first = syncDeployment({
      deployment: stored(options, { status: settled(2), revision: '1' }),
      replicaSets: sets,
      now: NOW,
    });
    expect(said(first.writes)).toEqual(['status DeploymentPaused']);
    const [write] = first.writes;
    const next = syncDeployment({
      deployment: write.type === 'status' ? write.deployment : stored(options),
      replicaSets: sets,
      now: NOW,
    });
    expect(next.writes.every(({ type }) => type === 'status')).toBe(true);
  });

  it('does nothing about what is settled', () => {
    const deployment = stored(
      { replicas: 2 },
      { status: settled(2), revision: '1' },
    );
    const replicaSets = [setOf({}, { replicas: 2 })];
    const first = syncDeployment({ deployment, replicaSets, now: NOW });
    const [write] = first.writes;
    // The first look adds what the status lacks.
    const known = write?.type === 'status' ? write.deployment : deployment;
    const again = syncDeployment({
      deployment: known,
      replicaSets,
      now: NOW + 60 * MINUTE_MS,
    });
    expect(again).toEqual({ writes: [], recheckAt: undefined });
  });

  it('names ReplicaSets by their templates', () => {
    const [a, again, b] = ['v1', 'v1', 'v2'].map(image =>
      setOf({ image }, { replicas: 1 }),
    );
    expect(a.metadata.name).toBe(`web-${hashOf(a)}`);
    expect(again.metadata.name).toBe(a.metadata.name);
    expect(b.metadata.name).not.toBe(a.metadata.name);
    expect(objectAt(a, 'spec', 'selector', 'matchLabels')).toEqual({
      app: 'web',
      'pod-template-hash': hashOf(a),
    });
  });
});
