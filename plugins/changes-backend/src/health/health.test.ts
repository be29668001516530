import { workload } from '../__testUtils__/story';
import { type EntityFacts, entityStatus } from './entity';
import { healthHistory } from './history';
import { isScopeOf, watchOf } from './watch';
import { type Workload, workloadFindings, workloadHealth } from './workload';

const NOW = '2026-11-19T03:12:00.000Z';
const secondsAgo = (seconds: number) =>
  new Date(Date.parse(NOW) - seconds * 1000).toISOString();

function observed(
  summary: Parameters<typeof workload>[2],
  over: Partial<Workload> = {},
): Workload {
  return {
    row: workload('rest-api', NOW, summary),
    environment: 'production',
    firstSeen: 0,
    watch: { state: 'live' },
    now: NOW,
    ...over,
  };
}

function facts(over: Partial<EntityFacts>): EntityFacts {
  return {
    workloads: [],
    alerts: [],
    isProduction: name => name.startsWith('prod'),
    order: ['production', 'prod-us', 'staging'],
    ...over,
  };
}

describe('a workload', () => {
  const cases: [string, Parameters<typeof workload>[2], string, string][] = [
    ['with all replicas ready', {}, 'healthy', '3 of 3 replicas are ready'],
    ['scaled to nothing', { desired: 0 }, 'healthy', 'Scaled to 0 replicas'],
    [
      'whose Deployment is not available',
      { ready: 0, available: 0, unavailableSince: secondsAgo(45) },
      'unhealthy',
      '0 of 3 replicas are available',
    ],
    [
      'whose pods are just starting',
      { ready: 0, available: 0, unavailableSince: secondsAgo(5) },
      'healthy',
      '0 of 3 replicas are ready, for less than 30 s',
    ],
    [
      'of which a majority crashes',
      {
        desired: 10,
        crashing: {
          pods: 6,
          of: 10,
          since: secondsAgo(60),
          reason: 'OOMKilled',
          container: 'app',
          exitCode: 137,
        },
      },
      'unhealthy',
      '6 of 10 pods crash again and again: container app, OOMKilled, exit code 137',
    ],
    [
      'of which half crashes',
      {
        desired: 10,
        crashing: { pods: 5, of: 10, since: NOW, reason: 'Error' },
      },
      'healthy',
      '10 of 10 replicas are ready',
    ],
    [
      'short of replicas for 31 s',
      { ready: 2, shortSince: secondsAgo(31) },
      'degraded',
      '2 of 3 replicas are ready',
    ],
    [
      'short of replicas for 29 s',
      { ready: 2, shortSince: secondsAgo(29) },
      'healthy',
      '2 of 3 replicas are ready, for less than 30 s',
    ],
    [
      'whose last rollout failed beside its old pods',
      { rollout: { state: 'failed' } },
      'healthy',
      '3 of 3 replicas are ready, yet the last rollout failed',
    ],
  ];
  it.each(cases)('%s', (_, summary, status, reason) => {
    expect(workloadHealth(observed(summary))).toMatchObject({
      status,
      reason,
    });
  });

  it('that nobody watches is unknown, whatever was seen last', () => {
    expect(
      workloadHealth(
        observed({}, { watch: { state: 'stale', since: secondsAgo(300) } }),
      ),
    ).toEqual({
      status: 'unknown',
      since: secondsAgo(300),
      reason: 'Cluster prod-eu is silent',
    });
  });

  it('is looked at again when its grace is over', () => {
    const { findings, recheckAt } = workloadFindings(
      workload('rest-api', NOW, { ready: 1, shortSince: secondsAgo(10) }),
      NOW,
    );
    expect(findings).toEqual([]);
    expect(recheckAt).toBe(secondsAgo(-20));
  });
});

describe('an entity', () => {
  const ill = { ready: 0, available: 0, unavailableSince: secondsAgo(60) };

  it('is not turned red by staging', () => {
    const status = entityStatus(
      facts({
        workloads: [observed({}), observed(ill, { environment: 'staging' })],
      }),
    );
    expect(status.status).toBe('healthy');
    expect(status.environments.map(e => [e.name, e.status])).toEqual([
      ['production', 'healthy'],
      ['staging', 'unhealthy'],
    ]);
  });

  it('is judged by what there is where nothing is production', () => {
    const workloads = [observed(ill, { environment: 'staging' })];
    expect(entityStatus(facts({ workloads })).status).toBe('unhealthy');
  });

  it('is unhealthy with an open critical alert, though all replicas are ready', () => {
    const status = entityStatus(
      facts({
        workloads: [observed({ desired: 10 })],
        alerts: [
          {
            title: 'queue lag > 5 min',
            severity: 'critical',
            status: 'acknowledged',
            startedAt: secondsAgo(120),
            environment: 'production',
          },
        ],
      }),
    );
    expect(status).toMatchObject({
      status: 'unhealthy',
      since: secondsAgo(120),
      reason:
        '10 of 10 replicas are ready, yet a critical alert is open: queue lag > 5 min',
    });
  });

  it('is not judged by suppressed or minor alerts', () => {
    const alert = {
      title: 'x',
      severity: 'critical' as const,
      status: 'suppressed' as const,
      startedAt: NOW,
      environment: 'production',
    };
    const alerts = [
      alert,
      { ...alert, status: 'open' as const, severity: 'warning' as const },
    ];
    const status = entityStatus(facts({ workloads: [observed({})], alerts }));
    expect(status.status).toBe('healthy');
  });

  it('takes an alert of no known environment for its only one, else for one that may be production', () => {
    const alerts = [
      {
        title: 'x',
        severity: 'critical' as const,
        status: 'open' as const,
        startedAt: NOW,
      },
    ];
    const workloads = [observed({})];
    expect(entityStatus(facts({ workloads, alerts }))).toMatchObject({
      status: 'unhealthy',
      reason: '3 of 3 replicas are ready, yet a critical alert is open: x',
      environments: [{ name: 'production' }],
    });
    workloads.push(
      observed({}, { environment: 'staging' }),
      observed({}, { environment: 'prod-us', watch: { state: 'stale' } }),
    );
    expect(entityStatus(facts({ workloads, alerts }))).toMatchObject({
      status: 'unhealthy',
      reason:
        '3 of 3 replicas are ready (production), nothing is known of prod-us, yet a critical alert is open: x',
    });
    const [, inStaging] = workloads;
    expect(
      entityStatus(facts({ workloads: [inStaging], alerts: [] })).status,
    ).toBe('healthy');
  });

  it('is unknown when one production environment is not watched', () => {
    const status = entityStatus(
      facts({
        workloads: [
          observed({}),
          observed({}, { environment: 'prod-us', watch: { state: 'stale' } }),
        ],
      }),
    );
    expect(status.status).toBe('unknown');
  });

  it('is unknown without anything to judge by, and when its workload is gone', () => {
    expect(entityStatus(facts({})).status).toBe('unknown');
    const gone = observed({});
    gone.row = { ...gone.row, goneAt: NOW };
    expect(entityStatus(facts({ workloads: [gone] })).status).toBe('unknown');
  });
});

it('a past is healthy only where somebody watched', () => {
  expect(
    healthHistory({
      from: 0,
      to: 100,
      watched: [{ from: 10, to: 50 }, { from: 60 }],
      issues: [
        { from: 20, to: 30, status: 'degraded' },
        { from: 25, to: 28, status: 'unhealthy' },
        { from: 45, to: 70, status: 'unhealthy' },
      ],
    }),
  ).toEqual([
    { from: 0, to: 10, status: 'unknown' },
    { from: 10, to: 20, status: 'healthy' },
    { from: 20, to: 25, status: 'degraded' },
    { from: 25, to: 28, status: 'unhealthy' },
    { from: 28, to: 30, status: 'degraded' },
    { from: 30, to: 45, status: 'healthy' },
    { from: 45, to: 70, status: 'unhealthy' },
    { from: 70, to: 100, status: 'healthy' },
  ]);
});

describe('who watches', () => {
  const subject = workload('rest-api', NOW).subject;

  it.each([
    ['prod-eu/deployments.apps', true],
    ['prod-eu/shop/deployments.apps', true],
    ['prod-eu/other/deployments.apps', false],
    ['prod-us/deployments.apps', false],
    ['prod-eu/pods', false],
    ['prod-eu/replicasets.apps', false],
  ])('scope %s is a Deployment’s: %s', (scope, expected) => {
    expect(isScopeOf(scope, subject)).toBe(expected);
  });

  it('is told by the scope of the kind, else by the worst of the cluster', () => {
    const scope = (name: string, state: 'live' | 'forbidden') => ({
      source: 'kubernetes',
      instance: 'prod-eu',
      scope: `prod-eu/${name}`,
      state,
      from: NOW,
      at: NOW,
    });
    const pods = scope('pods', 'forbidden');
    expect(watchOf(subject, []).state).toBe('not-observed');
    expect(watchOf(subject, [pods]).state).toBe('forbidden');
    expect(
      watchOf(subject, [pods, scope('deployments.apps', 'live')]).state,
    ).toBe('live');
  });
});
