import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import {
  deployment,
  managedField,
  replicaSet,
  type DeploymentDraft,
} from '../__testUtils__/objects';
import type { AutoscalerObject } from '../kinds';
import {
  autoscaleRunEnded,
  workloadCaughtUp,
  workloadChanged,
  workloadCreated,
  workloadDeleted,
  workloadFirstSeen,
} from './workload';
import { revisionsOf } from './revisions';
import type { WorkloadContext, KnownWorkload } from './KnownWorkload';

const HPA = { name: 'rest-api', min: 1, max: 8 } as AutoscalerObject;

function context(
  options: Partial<WorkloadContext> & {
    sets?: Parameters<typeof replicaSet>[0][];
  } = {},
): WorkloadContext {
  const { sets = [{ revision: 1 }], ...rest } = options;
  return {
    cluster: 'prod-eu',
    now: '2026-11-19T02:41:30.500Z',
    revisions: revisionsOf(sets.map(replicaSet)),
    autoscaler: undefined,
    ...rest,
  };
}

const known = (draft: DeploymentDraft = {}): KnownWorkload =>
  workloadFirstSeen(deployment(draft), context()).known;

/** The next version, as its spec changes: the controller has not seen it yet. */
const next = (draft: DeploymentDraft) =>
  deployment({ resourceVersion: 2, generation: 2, observed: 1, ...draft });

const change = (
  draft: DeploymentDraft,
  before: DeploymentDraft = {},
  where: Parameters<typeof context>[0] = {},
) => workloadChanged(known(before), next(draft), context(where));

const image = (manager: string, time = '2026-11-19T02:41:08Z') =>
  managedField(manager, {
    time,
    fields: ['spec.template.spec.containers.k:{"name":"app"}.image'],
  });

describe('a Deployment that changes', () => {
  it.each<[string, DeploymentDraft, DeploymentDraft, string, string, string]>([
    [
      'a new image',
      {},
      { image: 'acme/rest-api:v2.14.1' },
      'deployment',
      'rest-api deployed v2.14.1',
      'info',
    ],
    [
      'a new image with fewer replicas',
      { replicas: 50 },
      { image: 'acme/rest-api:v2.14.1', replicas: 5 },
      'deployment',
      'rest-api deployed v2.14.1 and cut replicas 50 → 5',
      'warning',
    ],
    [
      'a lower memory limit',
      { memory: '512Mi' },
      { memory: '0.1Gi' },
      'deployment',
      'rest-api lowered memory limit 512Mi → 0.1Gi',
      'warning',
    ],
    [
      'an environment variable',
      { env: { LOG_LEVEL: 'info' } },
      { env: { LOG_LEVEL: 'debug' } },
      'deployment',
      'rest-api changed LOG_LEVEL info → debug',
      'info',
    ],
    [
      'only replicas',
      { replicas: 10 },
      { replicas: 4 },
      'scale',
      'rest-api scaled 10 → 4',
      'warning',
    ],
    [
      'only the time of a restart',
      {},
      { restartedAt: '2026-11-19T02:41:08Z' },
      'restart',
      'rest-api restarted',
      'info',
    ],
    [
      'a second restart',
      { restartedAt: '2026-11-18T02:41:08Z' },
      { restartedAt: '2026-11-19T02:41:08Z' },
      'restart',
      'rest-api restarted',
      'info',
    ],
    [
      'the strategy',
      {},
      { strategy: 'Recreate' },
      'config',
      'rest-api changed strategy type RollingUpdate → Recreate',
      'info',
    ],
  ])('%s', (_, before, after, kind, title, severity) => {
    const { observations } = change(after, before);
    expect(observations).toHaveLength(1);
    expect(observations[0]).toMatchObject({
      kind,
      title,
      severity,
      key: 'd1/2',
      subjects: ['kubernetes:prod-eu/shop/Deployment.apps/rest-api'],
    });
    expect(observations[0].before).not.toEqual(observations[0].after);
  });

  it('is a rollback when its template is that of an earlier revision, whatever else changed', () => {
    const { observations } = change(
      { image: 'acme/rest-api:v1', replicas: 2, revision: 2 },
      { image: 'acme/rest-api:v2', revision: 2 },
      {
        sets: [
          { revision: 1, image: 'acme/rest-api:v1' },
          { revision: 2, image: 'acme/rest-api:v2' },
        ],
      },
    );
    expect(observations[0]).toMatchObject({
      kind: 'rollback',
      title: 'rest-api rolled back to v1 (revision 1) and cut replicas 3 → 2',
    });
  });

  it('is no rollback when the ReplicaSet of its new template is seen before it', () => {
    const { observations } = change(
      { image: 'acme/rest-api:v2' },
      {},
      {
        sets: [{ revision: 1 }, { revision: 2, image: 'acme/rest-api:v2' }],
      },
    );
    expect(observations[0].kind).toBe('deployment');
  });

  it('names who changed the riskiest field, how and when', () => {
    const { observations } = change({
      image: 'acme/rest-api:v2',
      managed: [
        managedField('argocd-controller', {
          time: '2026-11-18T10:00:00Z',
          fields: ['spec.replicas'],
        }),
        image('kubectl-edit'),
      ],
    });
    expect(observations[0]).toMatchObject({
      start: '2026-11-19T02:41:08Z',
      actor: {
        name: 'kubectl-edit',
        kind: 'unknown',
        via: 'kubectl-edit',
        byHand: true,
      },
    });
  });

  it('has no actor rather than a wrong one when only fields were removed', () => {
    const { observations } = change(
      {
        env: {},
        managed: [
          managedField('helm', {
            time: '2026-11-01T00:00:00Z',
            fields: ['spec.template.spec.containers.k:{"name":"app"}.image'],
          }),
        ],
      },
      {
        env: { A: '1' },
        managed: [
          managedField('helm', {
            time: '2026-11-01T00:00:00Z',
            fields: ['spec.template.spec.containers.k:{"name":"app"}.image'],
          }),
        ],
      },
    );
    expect(observations[0].actor).toBeUndefined();
    expect(observations[0].start).toBe('2026-11-19T02:41:30.500Z');
  });

  it('counts a label as a change of its own although the generation stays', () => {
    const { observations } = workloadChanged(
      known(),
      deployment({
        resourceVersion: 7,
        labels: { app: 'rest-api', team: 'b' },
      }),
      context(),
    );
    expect(observations).toMatchObject([
      { key: 'd1/rv/7', kind: 'config', title: 'rest-api added label team' },
    ]);
  });

  it('tells nothing of status, and nothing of what controllers note for themselves', () => {
    const { observations } = workloadChanged(
      known(),
      deployment({
        resourceVersion: 7,
        revision: 2,
        status: { readyReplicas: 1 },
      }),
      context(),
    );
    expect(observations).toEqual([]);
  });

  it('tells that something hidden changed without telling it', () => {
    const { observations } = change(
      { env: { DB_PASSWORD: 'new-hunter2' } },
      { env: { DB_PASSWORD: 'hunter2' } },
      { autoscaler: HPA },
    );
    expect(observations).toMatchObject([
      { kind: 'deployment', title: 'rest-api changed a hidden value' },
    ]);
    expect(observations[0].actor).toBeUndefined();
    expect(JSON.stringify(observations)).not.toContain('hunter2');
  });
});

describe('a rollout', () => {
  const rollout = () => change({ image: 'acme/rest-api:v2' });
  const progress = (
    step: { known: KnownWorkload },
    draft: DeploymentDraft,
    now: string,
  ) =>
    workloadChanged(
      step.known,
      deployment({
        generation: 2,
        image: 'acme/rest-api:v2',
        revision: 2,
        ...draft,
      }),
      context({ now, sets: [{ revision: 1 }] }),
    );
  const updating = {
    type: 'Progressing',
    status: 'True',
    reason: 'ReplicaSetUpdated',
    lastUpdateTime: '2026-11-19T02:41:31Z',
  };

  it('is in progress until the status says that it is complete', () => {
    const begun = rollout();
    expect(begun.observations[0].end).toBeUndefined();
    const half = progress(
      begun,
      {
        resourceVersion: 3,
        status: { updatedReplicas: 1 },
        conditions: [updating],
      },
      '2026-11-19T02:41:35Z',
    );
    expect(half.observations).toMatchObject([
      { key: 'd1/2', rollout: { revision: '2' } },
    ]);
    const over = progress(
      half,
      {
        resourceVersion: 4,
        conditions: [
          {
            ...updating,
            reason: 'NewReplicaSetAvailable',
            lastUpdateTime: '2026-11-19T02:41:40Z',
          },
        ],
      },
      '2026-11-19T02:41:40.700Z',
    );
    expect(over.observations).toMatchObject([
      {
        key: 'd1/2',
        title: 'rest-api deployed v2',
        end: { at: '2026-11-19T02:41:40Z', status: 'succeeded' },
        rollout: {
          steps: [
            { desired: 3, updated: 3, ready: 3 },
            { desired: 3, updated: 1, ready: 3 },
            { desired: 3, updated: 3, ready: 3 },
          ],
        },
      },
    ]);
    expect(over.known.open.rollout).toBeUndefined();
  });

  it('has ended when its controller said so, whatever became of the pods since then', () => {
    const over = progress(
      rollout(),
      {
        resourceVersion: 9,
        status: { readyReplicas: 1, availableReplicas: 1 },
        conditions: [
          {
            ...updating,
            reason: 'NewReplicaSetAvailable',
            lastUpdateTime: '2026-11-19T02:41:40Z',
          },
        ],
      },
      '2026-11-19T05:00:00Z',
    );
    expect(over.observations).toMatchObject([
      { end: { at: '2026-11-19T02:41:40Z', status: 'succeeded' } },
    ]);
  });

  it('fails by its deadline, and succeeds if it gets there later', () => {
    const failed = progress(
      rollout(),
      {
        resourceVersion: 3,
        status: { updatedReplicas: 1 },
        conditions: [
          {
            type: 'Progressing',
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
            lastUpdateTime: '2026-11-19T02:51:31Z',
          },
        ],
      },
      '2026-11-19T02:51:31.200Z',
    );
    expect(failed.observations).toMatchObject([
      {
        severity: 'error',
        end: { at: '2026-11-19T02:51:31Z', status: 'failed' },
        rollout: { reason: 'ProgressDeadlineExceeded' },
      },
    ]);
    const late = progress(
      failed,
      { resourceVersion: 4 },
      '2026-11-19T02:55:00Z',
    );
    expect(late.observations).toMatchObject([
      { end: { at: '2026-11-19T02:55:00Z', status: 'succeeded' } },
    ]);
  });

  it('does not take the failure of the rollout before for its own', () => {
    const { observations, known: after } = progress(
      rollout(),
      {
        resourceVersion: 3,
        status: { updatedReplicas: 0 },
        conditions: [
          {
            type: 'Progressing',
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
            lastUpdateTime: '2026-11-19T02:10:00Z',
          },
        ],
      },
      '2026-11-19T02:41:31Z',
    );
    expect(observations.filter(({ end }) => end)).toEqual([]);
    expect(after.open.rollout).toBeDefined();
  });

  it('is superseded by the next one', () => {
    const { observations } = workloadChanged(
      rollout().known,
      deployment({
        resourceVersion: 3,
        generation: 3,
        observed: 2,
        image: 'acme/rest-api:v3',
      }),
      context(),
    );
    expect(observations).toMatchObject([
      { key: 'd1/2', end: { status: 'superseded' } },
      { key: 'd1/3', title: 'rest-api deployed v3' },
    ]);
  });

  it('ends with its Deployment', () => {
    const observations = workloadDeleted(
      rollout().known,
      { resourceVersion: '9' },
      context(),
    );
    expect(observations).toMatchObject([
      { key: 'd1/2', end: { status: 'superseded' } },
      { key: 'd1/deleted', title: 'rest-api deleted' },
    ]);
    expect(observations[1].actor).toBeUndefined();
  });
});

describe('autoscaling', () => {
  const byHpa = managedField('kube-controller-manager', {
    fields: ['spec.replicas'],
    subresource: 'scale',
  });
  const scale = (
    before: KnownWorkload,
    replicas: number,
    generation: number,
    now: string,
  ) =>
    workloadChanged(
      before,
      deployment({
        resourceVersion: generation,
        generation,
        replicas,
        managed: [byHpa],
      }),
      context({ now, autoscaler: HPA }),
    );

  it('tells of a long run how far it went and where it is', () => {
    const counts = [4, 5, 6, 7, 8, 7, 6];
    let step = scale(known(), counts[0], 2, '2026-11-19T02:00:00Z');
    for (const [index, count] of counts.slice(1).entries()) {
      const now = `2026-11-19T02:0${index + 1}:00Z`;
      step = scale(step.known, count, index + 3, now);
    }
    expect(step.observations.at(-1)?.title).toBe(
      'rest-api autoscaled 3 → 8 → 6, 7 steps',
    );
  });

  it('tells KEDA from an autoscaler, also where KEDA scales by one', () => {
    const keda = managedField('keda-operator', {
      fields: ['spec.replicas'],
      subresource: 'scale',
    });
    expect(
      change({ replicas: 1, managed: [keda] }, { replicas: 0 }).observations,
    ).toMatchObject([
      { kind: 'autoscale', title: 'rest-api autoscaled 0 → 1 by KEDA' },
    ]);
    const autoscaler = { ...HPA, madeBy: 'KEDA' as const };
    expect(
      change({ replicas: 4, managed: [byHpa] }, {}, { autoscaler })
        .observations,
    ).toMatchObject([
      { kind: 'autoscale', title: 'rest-api autoscaled 3 → 4 by KEDA' },
    ]);
  });

  it('tells steps that follow closely as one run, which ends after ten quiet minutes', () => {
    const first = scale(known(), 5, 2, '2026-11-19T02:00:00Z');
    const second = scale(first.known, 8, 3, '2026-11-19T02:05:00Z');
    expect(second.observations).toMatchObject([
      {
        key: 'd1/hpa/2',
        kind: 'autoscale',
        title: 'rest-api autoscaled 3 → 5 → 8, at its maximum',
        start: '2026-11-19T02:00:00Z',
        before: { spec: { replicas: 3 } },
        after: { spec: { replicas: 8 } },
        actor: { kind: 'controller' },
      },
    ]);
    const at = (now: string) =>
      autoscaleRunEnded(second.known, context({ now }));
    expect(at('2026-11-19T02:14:59Z')).toBeUndefined();
    const ended = at('2026-11-19T02:15:00Z');
    expect(ended?.observations).toMatchObject([
      {
        key: 'd1/hpa/2',
        end: { at: '2026-11-19T02:05:00Z', status: 'succeeded' },
      },
    ]);
    expect(
      scale(ended!.known, 6, 4, '2026-11-19T03:00:00Z').observations,
    ).toMatchObject([{ key: 'd1/hpa/4' }]);
  });

  it('is told by what it may set where nobody owns the replicas, since then the API server notes no writer', () => {
    const scaled = (replicas: number) =>
      workloadChanged(
        known(),
        next({ replicas, managed: [] }),
        context({ autoscaler: HPA }),
      ).observations[0];
    expect(scaled(5)).toMatchObject({
      kind: 'autoscale',
      actor: { kind: 'controller' },
    });
    expect(scaled(20).kind).toBe('scale');
  });

  it('is a scaling like any other when no autoscaler targets the Deployment', () => {
    const { observations } = workloadChanged(
      known(),
      next({ replicas: 5, managed: [byHpa] }),
      context({ autoscaler: undefined }),
    );
    expect(observations[0].kind).toBe('scale');
  });
});

describe('a Deployment that was there before anybody watched', () => {
  const sets = [
    { revision: 2, former: [], image: 'acme/rest-api:v2' },
    { revision: 3, former: [1], image: 'acme/rest-api:v1' },
    {
      revision: 4,
      image: 'acme/rest-api:v1',
      restartedAt: '2026-11-19T01:04:00Z',
    },
  ];

  it('brings the rollouts that its ReplicaSets remember, and no more when seen again', () => {
    const seen = deployment({
      image: 'acme/rest-api:v1',
      restartedAt: '2026-11-19T01:04:00Z',
      revision: 4,
      conditions: [
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetAvailable',
          lastUpdateTime: '2026-11-19T01:04:20Z',
        },
      ],
    });
    const step = workloadFirstSeen(seen, context({ sets }));
    expect(
      step.observations.map(({ key, kind, start, end, title }) => [
        key,
        kind,
        start,
        end?.status,
        title,
      ]),
    ).toEqual([
      [
        'd1/rev/1',
        'deployment',
        '2026-11-19T01:01:00Z',
        'unknown-end',
        'rest-api deployed v1',
      ],
      [
        'd1/rev/2',
        'deployment',
        '2026-11-19T01:02:00Z',
        'unknown-end',
        'rest-api deployed v2',
      ],
      [
        'd1/rev/3',
        'rollback',
        '2026-11-19T01:04:00Z',
        'unknown-end',
        'rest-api rolled back to v1 (revision 1)',
      ],
      [
        'd1/rev/4',
        'restart',
        '2026-11-19T01:04:00Z',
        'succeeded',
        'rest-api restarted',
      ],
    ]);
    expect(step.observations.every(({ reconstructed }) => reconstructed)).toBe(
      true,
    );
    expect(step.observations[2].observedBetween).toEqual({
      from: '2026-11-19T01:02:00Z',
      to: '2026-11-19T01:04:00Z',
    });
    const again = workloadCaughtUp(
      step.known,
      { ...seen, resourceVersion: '9' },
      context({ sets }),
    );
    expect(again.observations).toEqual([]);
  });

  it('keeps the event of a rollout that is under way', () => {
    const step = workloadFirstSeen(
      deployment({
        image: 'acme/rest-api:v2',
        revision: 2,
        status: { updatedReplicas: 1 },
        conditions: [
          {
            type: 'Progressing',
            status: 'True',
            reason: 'ReplicaSetUpdated',
            lastUpdateTime: '2026-11-19T01:02:05Z',
          },
        ],
      }),
      context({
        sets: [{ revision: 1 }, { revision: 2, image: 'acme/rest-api:v2' }],
      }),
    );
    expect(step.observations.at(-1)?.end).toBeUndefined();
    const over = workloadChanged(
      step.known,
      deployment({
        image: 'acme/rest-api:v2',
        revision: 2,
        resourceVersion: 5,
      }),
      context(),
    );
    expect(over.observations).toMatchObject([
      { key: 'd1/rev/2', end: { status: 'succeeded' } },
    ]);
  });
});

describe('a Deployment that nobody watched for a while', () => {
  const gap = { gapFrom: '2026-11-19T02:00:00Z' };

  it('tells each revision it went through, and all else as one change', () => {
    const { observations } = workloadCaughtUp(
      known(),
      deployment({
        resourceVersion: 20,
        generation: 5,
        image: 'acme/rest-api:v3',
        replicas: 9,
        revision: 3,
      }),
      context({
        ...gap,
        sets: [
          { revision: 1 },
          { revision: 2, image: 'acme/rest-api:v2' },
          { revision: 3, image: 'acme/rest-api:v3' },
        ],
      }),
    );
    expect(
      observations.map(({ key, title }: Observation) => [key, title]),
    ).toEqual([
      ['d1/rev/2', 'rest-api deployed v2'],
      ['d1/rev/3', 'rest-api deployed v3'],
      ['d1/5', 'rest-api scaled 3 → 9'],
      ['d1/5', 'rest-api scaled 3 → 9'],
    ]);
    expect(observations[2].observedBetween).toMatchObject({
      from: '2026-11-19T02:00:00Z',
    });
  });

  it('does not tell again what was told when the template changed', () => {
    const before = change({ image: 'acme/rest-api:v2' }).known;
    const { observations } = workloadCaughtUp(
      before,
      deployment({
        resourceVersion: 20,
        generation: 2,
        image: 'acme/rest-api:v2',
        revision: 2,
      }),
      context({
        ...gap,
        sets: [{ revision: 1 }, { revision: 2, image: 'acme/rest-api:v2' }],
      }),
    );
    expect(observations).toMatchObject([
      { key: 'd1/2', end: { status: 'succeeded' } },
    ]);
  });

  it('tells one change where ReplicaSets may not be read', () => {
    const { observations } = workloadCaughtUp(
      known(),
      deployment({
        resourceVersion: 20,
        generation: 5,
        image: 'acme/rest-api:v3',
      }),
      context({ ...gap, sets: [] }),
    );
    expect(observations[0]).toMatchObject({
      key: 'd1/5',
      title: 'rest-api deployed v3',
    });
  });

  it('tells of one that came and changed meanwhile', () => {
    const { observations } = workloadCreated(
      deployment({ image: 'acme/rest-api:v2', revision: 2 }),
      context({
        ...gap,
        sets: [{ revision: 1 }, { revision: 2, image: 'acme/rest-api:v2' }],
      }),
    );
    expect(observations.map(({ key, end }) => [key, end?.status])).toEqual([
      ['d1/created', undefined],
      ['d1/created', 'superseded'],
      ['d1/rev/2', 'succeeded'],
    ]);
  });
});
