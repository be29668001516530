import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { recorded } from '../__testUtils__/recorded';
import { kubernetesObject, readJob, type JobObject } from '../kinds';
import { jobDeleted, jobSeen, type KnownJob } from './job';

const redactor = Redactor.create({});
const CONTEXT = {
  cluster: 'prod-eu',
  now: '2026-11-24T13:40:00Z',
  isHistory: false,
};

/** A Job's versions as a real control plane sent them. */
const versions = (name: string): JobObject[] =>
  recorded('jobs').flatMap(({ object }) => {
    const read = readJob(object, redactor);
    return read.schedule || read.name !== name ? [] : [read];
  });

/** All that is told of one after another. */
function play(jobs: JobObject[], context: Partial<typeof CONTEXT> = {}) {
  let known: KnownJob | undefined;
  return jobs.flatMap(next => {
    const seen = jobSeen(known, next, { ...CONTEXT, ...context });
    known = seen.known;
    return seen.observations;
  });
}

/** A Job as an API server answers it. */
function job(draft: {
  name?: string;
  annotations?: Record<string, string>;
  labels?: Record<string, string>;
  owner?: string;
  status?: object;
  command?: string[];
}): JobObject {
  return readJob(
    kubernetesObject.parse({
      metadata: {
        name: draft.name ?? 'seed',
        namespace: 'shop',
        uid: 'j1',
        resourceVersion: '7',
        creationTimestamp: '2026-11-24T13:27:29Z',
        annotations: draft.annotations,
        labels: draft.labels,
        ownerReferences: draft.owner
          ? [{ kind: draft.owner, name: 'x', uid: 'o', controller: true }]
          : [],
      },
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'app', image: 'acme/app:1', command: draft.command },
            ],
          },
        },
      },
      status: draft.status ?? { startTime: '2026-11-24T13:27:29Z' },
    }),
    redactor,
  ) as JobObject;
}

const FAILED = {
  startTime: '2026-11-24T13:27:29Z',
  failed: 3,
  conditions: [
    {
      type: 'Failed',
      status: 'True',
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
      lastTransitionTime: '2026-11-24T13:29:00Z',
    },
  ],
};

describe('a Job', () => {
  it('that migrates is one event from its start to its end', () => {
    const told = play(versions('orders-migrate-v41'));
    expect(told).toMatchObject([
      {
        kind: 'migration',
        title: 'orders-db is being migrated by Job orders-migrate-v41 (flyway)',
        start: '2026-11-24T13:27:29Z',
        subjects: ['kubernetes:prod-eu/shop/Job.batch/orders-migrate-v41'],
        actor: { name: 'kubectl-client-side-apply' },
      },
      {
        title: 'orders-db migrated by Job orders-migrate-v41 (flyway)',
        start: '2026-11-24T13:27:29Z',
        end: { at: '2026-11-24T13:27:34Z', status: 'succeeded' },
      },
    ]);
    expect(new Set(told.map(({ key }) => key)).size).toBe(1);
    expect(JSON.stringify(told[1].after)).not.toContain('controller-uid');
  });

  it('that fails says why', () => {
    expect(play(versions('orders-migrate-v42')).at(-1)).toMatchObject({
      kind: 'migration',
      title:
        'Job orders-migrate-v42 (alembic) failed: it gave up after 2 failed pods',
      severity: 'error',
      end: { at: '2026-11-24T13:27:43Z', status: 'failed' },
      evidence: [
        {
          label: 'Reason',
          text: 'BackoffLimitExceeded: Job has reached the specified backoff limit',
        },
        { label: 'Pods', text: '0 succeeded, 2 failed' },
      ],
    });
  });

  it('that ended before anybody watched is history', () => {
    const told = play(versions('orders-migrate-v41').slice(-1), {
      isHistory: true,
    });
    expect(told).toMatchObject([
      {
        reconstructed: true,
        start: '2026-11-24T13:27:29Z',
        end: { at: '2026-11-24T13:27:34Z', status: 'succeeded' },
      },
    ]);
  });

  it.each([
    [{}, 'job', 'Job seed is running'],
    [{ name: 'db-migrate-7' }, 'migration', 'Job db-migrate-7 is running'],
    [
      { annotations: { 'helm.sh/hook': 'pre-upgrade,pre-install' } },
      'job',
      'Job seed (Helm pre-upgrade) is running',
    ],
    [
      {
        annotations: { 'argocd.argoproj.io/hook': 'PreSync' },
        command: ['python', 'manage.py', 'migrate'],
        labels: { app: 'admin' },
      },
      'migration',
      'admin is being migrated by Job seed (django, Argo CD PreSync)',
    ],
    [
      {
        annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
        owner: 'CronJob',
      },
      'job',
      'Job seed (CronJob x out of turn) is running',
    ],
    [{ owner: 'HelmChart', status: FAILED }, 'job', /^Job seed failed/],
  ])('%j is told as %s: %s', (draft, kind, title) => {
    const [told, ...others] = play([job(draft)]);
    expect(others).toEqual([]);
    expect(told.kind).toBe(kind);
    expect(told.title).toMatch(title);
  });

  it.each([
    ['waits', { status: {} }],
    ['belongs to an operator and has not failed', { owner: 'HelmChart' }],
  ])('that %s is no event', (_, draft) => {
    expect(play([job(draft)])).toEqual([]);
  });

  it.each([
    ['at once began when it was made', '2026-11-24T13:27:31Z', '13:27:29'],
    ['later began when it was let', '2026-11-24T14:27:29Z', '14:27:29'],
  ])('that runs %s', (_, startTime, expected) => {
    const [told] = play([job({ status: { startTime } })], {
      now: '2026-11-24T14:30:00Z',
    });
    expect(told.start).toBe(`2026-11-24T${expected}Z`);
    expect(told.write?.verb).toBe('create');
  });

  it('that is removed before it ended has failed, unless nobody watched', () => {
    const { known } = jobSeen(undefined, job({}), CONTEXT);
    const removed = (context: object) =>
      jobDeleted(known, { resourceVersion: '9' }, { ...CONTEXT, ...context });
    expect(removed({})).toMatchObject([
      {
        key: 'j1/created',
        title: 'Job seed was deleted before it ended',
        end: { status: 'failed' },
      },
    ]);
    expect(removed({ gapFrom: '2026-11-24T13:28:00Z' })).toMatchObject([
      { end: { status: 'unknown-end' } },
    ]);
    const ended = jobSeen(known, job({ status: FAILED }), CONTEXT).known;
    expect(jobDeleted(ended, { resourceVersion: '9' }, CONTEXT)).toEqual([]);
  });
});
