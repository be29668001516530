import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import {
  ARGO_ROLLOUT,
  REPLICA_SET,
  kubernetesObject,
  readArgoRollout,
  readReplicaSet,
  type Named,
} from '../kinds';
import { ClusterModel } from './ClusterModel';

const redactor = Redactor.create({});
const at = (seconds: number) =>
  new Date(Date.parse('2026-11-19T02:30:00Z') + seconds * 1000).toISOString();

const STEPS = [
  { setWeight: 20 },
  { pause: {} },
  { setWeight: 60 },
  { pause: { duration: '5m' } },
];

const template = (image: string, isFilledIn = false) => ({
  metadata: { labels: { app: 'rest-api' } },
  spec: {
    containers: [
      {
        name: 'app',
        image,
        ports: [
          { containerPort: 80, ...(isFilledIn ? { protocol: 'TCP' } : {}) },
        ],
        ...(isFilledIn
          ? {
              imagePullPolicy: 'IfNotPresent',
              resources: {},
              terminationMessagePath: '/dev/termination-log',
              terminationMessagePolicy: 'File',
            }
          : {}),
      },
    ],
    ...(isFilledIn
      ? {
          dnsPolicy: 'ClusterFirst',
          restartPolicy: 'Always',
          schedulerName: 'default-scheduler',
          securityContext: {},
          terminationGracePeriodSeconds: 30,
        }
      : {}),
  },
});

/** As the controller keeps it: the observed generation is a text. */
function rollout(
  version: number,
  draft: {
    image: string;
    generation: number;
    revision: number;
    status?: object;
    restartAt?: string;
  },
) {
  const { image, generation, revision, status, restartAt } = draft;
  return readArgoRollout(
    kubernetesObject.parse({
      metadata: {
        name: 'rest-api',
        namespace: 'shop',
        uid: 'r1',
        resourceVersion: String(version),
        generation,
        creationTimestamp: '2026-11-01T00:00:00Z',
        annotations: { 'rollout.argoproj.io/revision': String(revision) },
      },
      spec: {
        replicas: 10,
        ...(restartAt ? { restartAt } : {}),
        strategy: { canary: { steps: STEPS } },
        template: template(image),
      },
      status: {
        observedGeneration: String(generation),
        replicas: 10,
        updatedReplicas: 10,
        readyReplicas: 10,
        availableReplicas: 10,
        phase: 'Healthy',
        stableRS: 'old',
        currentPodHash: 'old',
        currentStepIndex: STEPS.length,
        ...status,
      },
    }),
    redactor,
  );
}

function set(revision: number, image: string, createdAt: string): Named {
  return readReplicaSet(
    kubernetesObject.parse({
      metadata: {
        name: `rest-api-${revision}`,
        namespace: 'shop',
        uid: `rs${revision}`,
        resourceVersion: String(revision),
        creationTimestamp: createdAt,
        annotations: { 'rollout.argoproj.io/revision': String(revision) },
        ownerReferences: [
          { kind: 'Rollout', name: 'rest-api', uid: 'r1', controller: true },
        ],
      },
      spec: {
        template: {
          ...template(image, true),
          metadata: {
            labels: { app: 'rest-api', 'rollouts-pod-template-hash': 'x' },
          },
        },
      },
    }),
    redactor,
  )!;
}

describe('an Argo Rollout', () => {
  const before = { image: 'rest-api:v1', generation: 1, revision: 1 };
  const after = { image: 'rest-api:v2', generation: 2, revision: 2 };

  function watched() {
    const model = ClusterModel.create({ cluster: 'prod-eu' });
    const first = { now: at(-60), isFirst: true };
    const told = [
      ...model.replace(
        REPLICA_SET,
        [set(1, 'rest-api:v1', '2026-11-01T00:00:00Z')],
        first,
      ),
      ...model.replace(ARGO_ROLLOUT, [rollout(10, before)], first),
    ].flatMap(({ observations }) => observations);
    let version = 10;
    const see = (seconds: number, status: object, draft: object = {}) =>
      model.apply(
        ARGO_ROLLOUT,
        [
          {
            type: 'set',
            object: rollout(++version, { ...after, ...draft, status }),
          },
        ],
        { now: at(seconds) },
      ).observations;
    return { model, told, see };
  }

  const canary = (index: number, over: object = {}) => ({
    currentPodHash: 'new',
    stableRS: 'old',
    currentStepIndex: index,
    phase: 'Progressing',
    updatedReplicas: 2,
    ...over,
  });

  it('has its history from its ReplicaSets, whose templates an API server has filled in', () => {
    const { told } = watched();
    expect(told).toMatchObject([
      {
        key: 'r1/rev/1',
        title: 'rest-api deployed v1',
        end: { status: 'succeeded' },
        reconstructed: true,
        subjects: ['kubernetes:prod-eu/shop/Rollout.argoproj.io/rest-api'],
      },
    ]);
  });

  it('is one event with the steps of its canary until it is promoted', () => {
    const { see } = watched();
    const begun = see(0, {
      observedGeneration: '1',
      phase: 'Progressing',
    });
    expect(begun).toMatchObject([
      { kind: 'deployment', key: 'r1/2', title: 'rest-api deployed v2' },
    ]);
    see(5, canary(0));
    const paused = see(10, {
      ...canary(1, { phase: 'Paused' }),
      pauseConditions: [{ reason: 'CanaryPauseStep', startTime: at(10) }],
    });
    expect(paused).toMatchObject([{ key: 'r1/2' }]);
    expect(paused[0].end).toBeUndefined();
    see(600, canary(2, { updatedReplicas: 6 }));
    const done = see(900, {
      phase: 'Healthy',
      stableRS: 'new',
      currentPodHash: 'new',
      conditions: [
        {
          type: 'Completed',
          status: 'True',
          lastUpdateTime: at(899),
          lastTransitionTime: at(899),
        },
      ],
    });
    expect(done).toMatchObject([
      { key: 'r1/2', end: { at: at(899), status: 'succeeded' } },
    ]);
    expect(
      done[0].rollout!.steps.map(({ weight, note }) => [weight, note]),
    ).toEqual([
      [undefined, undefined],
      [20, 'step 1 of 4'],
      [20, 'step 2 of 4, waits to be promoted'],
      [60, 'step 3 of 4'],
      [100, undefined],
    ]);
  });

  it('has failed when it is aborted, and says why', () => {
    const { see } = watched();
    see(0, canary(0));
    const asked = see(58, {
      ...canary(1),
      abort: true,
      message: 'CanaryPauseStep',
    });
    expect(asked.flatMap(({ end }) => end ?? [])).toEqual([]);
    const aborted = see(60, {
      ...canary(1, { phase: 'Degraded' }),
      abort: true,
      abortedAt: at(59),
      message: 'RolloutAborted: metric "errors" assessed Failed',
    });
    expect(aborted).toMatchObject([
      {
        key: 'r1/2',
        severity: 'error',
        end: { at: at(59), status: 'failed' },
        rollout: {
          reason: 'RolloutAborted: metric "errors" assessed Failed',
          steps: expect.arrayContaining([
            expect.objectContaining({ weight: 0, note: 'aborted' }),
          ]),
        },
      },
    ]);
  });

  it('says nothing of what its controller notes in annotations', () => {
    const { see } = watched();
    const noted = { image: 'rest-api:v1', generation: 1, revision: 2 };
    expect(see(0, {}, noted)).toEqual([]);
  });

  it('restarts by a field of its own', () => {
    const { see } = watched();
    const [restarted] = see(
      0,
      {},
      { image: 'rest-api:v1', revision: 1, restartAt: at(0) },
    );
    expect(restarted).toMatchObject({
      kind: 'restart',
      title: 'rest-api restarted',
    });
  });
});
