import type {
  CoverageInterval,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import { docCases } from '../__testUtils__/docCases';
import { workload } from '../__testUtils__/story';
import type { StoredEvent } from '../store/rows';
import {
  type EntityFacts,
  type EntityStatus,
  type LooseIssue,
  type OpenAlert,
  entityStatus,
} from './entity';
import { type Past, pastOf, withPast } from './past';
import { rollUp } from './rollUp';
import { withUpstream } from './upstream';
import type { Trouble } from './verdict';
import { type Watch, type Workload, runningSummary } from './workload';

const NOW = Date.parse('2026-11-19T03:12:00.000Z');
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

type Summary = NonNullable<SubjectRow['summary']>;

const live: Watch = { state: 'live' };

/** Something that runs, with what is open of it. */
function runs(
  summary: Summary | NonNullable<Parameters<typeof workload>[2]>,
  issues: Trouble[] = [],
  over: Partial<Workload> & { cluster?: string } = {},
): Workload {
  const { cluster = 'prod-eu', ...rest } = over;
  const isWhole = 'type' in summary;
  const row = workload('worker', ago(0), isWhole ? {} : summary, cluster);
  if (isWhole) row.summary = summary as Summary;
  return {
    row,
    summary: runningSummary(row)!,
    environment: 'production',
    firstSeen: 0,
    watch: live,
    issues,
    ...rest,
  };
}

const issue = (
  title: string,
  severity: Trouble['severity'] = 'warning',
  over: Partial<OpenAlert> = {},
): OpenAlert => ({
  type: 'health',
  kind: 'x',
  title,
  severity,
  status: 'open',
  startedAt: ago(60),
  ...over,
});

const alert = (
  title: string,
  severity: Trouble['severity'] = 'critical',
  over: Partial<OpenAlert> = {},
): OpenAlert => ({
  ...issue(title, severity),
  type: 'alert',
  environment: 'production',
  ...over,
});

const crash = issue('worker crashes again and again', 'critical');
const scaler = issue('autoscaler at its maximum of 10', 'warning', {
  startedAt: ago(600),
});
const lag = alert('queue lag > 5 min');
const claim: LooseIssue = {
  ...issue('claim data is pending'),
  environment: 'production',
  watch: live,
};
const silent = (cluster: string, over: Partial<Workload> = {}) =>
  runs({}, [], { watch: { state: 'stale' }, cluster, ...over });
const inStaging = { environment: 'staging', cluster: 'stg' };
const inUs = { environment: 'prod-us', cluster: 'prod-us' };

function entity(
  workloads: Workload[],
  rest: Partial<EntityFacts> = {},
): EntityStatus {
  return entityStatus({
    workloads,
    alerts: [],
    loose: [],
    judges: [],
    isProduction: name => name.startsWith('prod'),
    order: ['production', 'prod-us', 'staging'],
    ...rest,
  });
}

const judge = (source: string, watch: Watch = live) => ({
  source,
  origin: `${source} main`,
  watch,
});

const needing = (
  own: EntityStatus,
  ...upstream: [title: string, status: EntityStatus][]
) =>
  withUpstream(
    own,
    upstream.map(([title, status]) => ({ title, status })),
  );

const system = (...parts: [title: string, status: EntityStatus][]) =>
  rollUp(
    parts.map(([title, status]) => ({ title, status })),
    { noun: 'parts', order: [] },
  );

const well = () => entity([runs({})]);
const ill = (over: Parameters<typeof runs>[2] = {}) =>
  entity([runs({}, [crash], over), runs({ desired: 3, ready: 1 }, [], over)]);

/** What was at one moment, by what is given. */
function past(
  over: Partial<Past> & { open?: Trouble[]; watched?: string[] },
): Partial<EntityStatus> {
  const { open = [], watched = ['deployments.apps'], ...rest } = over;
  const [history] = pastOf({
    from: NOW,
    to: NOW + 1000,
    environments: [{ name: 'production', production: true }],
    workloads: [runs({})],
    judges: [],
    events: open.map(
      event =>
        ({
          ...event,
          environment: 'production',
          startedAtMs: NOW - 1000,
        } as StoredEvent),
    ),
    coverage: watched.map(scope => scopeOf(scope, 'live')),
    ...rest,
  });
  return { status: history.segments[0].status };
}

function scopeOf(
  resource: string,
  state: CoverageInterval['state'],
  source = 'kubernetes',
): CoverageInterval {
  const instance = source === 'kubernetes' ? 'prod-eu' : 'main';
  return {
    source,
    instance,
    scope: `${instance}/${resource}`,
    state,
    from: ago(3600),
    at: ago(0),
  };
}

const schedule: Summary = { type: 'schedule', schedule: '0 * * * *' };
const lastRun = { state: 'succeeded' as const };

const CASES: Record<string, () => Partial<EntityStatus>> = {
  'all-ready': () => entity([runs({ desired: 10 })]),
  'rolling-out': () =>
    entity([
      runs({ desired: 10, ready: 8, rollout: { state: 'in-progress' } }),
    ]),
  paused: () => entity([runs({ desired: 10, rollout: { state: 'paused' } })]),
  'scaled-to-zero': () => entity([runs({ desired: 0 })]),
  'just-started': () => entity([runs({ ready: 2 })]),
  'cordoned-node': () =>
    entity([runs({}, [issue('node is cordoned', 'info')])]),
  'restarted-last-week': () => entity([runs({})]),
  'completed-job': () => entity([runs({ type: 'job', state: 'succeeded' })]),
  'running-job': () => entity([runs({ type: 'job', state: 'running' })]),
  'failed-job': () =>
    entity([
      runs({ type: 'job', state: 'failed', reason: 'BackoffLimitExceeded' }, [
        issue('migrate-orders failed: BackoffLimitExceeded'),
      ]),
    ]),
  scheduled: () => entity([runs({ ...schedule, lastRun })]),
  'suspended-cronjob': () =>
    entity([runs({ ...schedule, lastRun, suspended: true as const })]),
  'never-run-cronjob': () => entity([runs(schedule)]),
  'some-missing': () =>
    entity([
      runs({ desired: 10, ready: 7 }, [
        issue('7 of 10 replicas of worker are ready'),
      ]),
    ]),
  'autoscaler-at-maximum': () => entity([runs({ desired: 10 }, [scaler])]),
  'stuck-rollout': () =>
    entity([
      runs({ rollout: { state: 'failed' } }, [
        issue('rollout of worker is stuck'),
      ]),
    ]),
  'below-minimum': () =>
    entity([
      runs({ desired: 10, ready: 2 }, [
        issue('2 of 10 replicas of worker are ready, 6 are needed', 'critical'),
      ]),
    ]),
  'majority-crashes': () => entity([runs({ ready: 1 }, [crash])]),
  'two-issues': () => entity([runs({ ready: 1 }, [scaler, crash])]),
  'four-issues': () =>
    entity([
      runs({ ready: 1 }, [
        scaler,
        crash,
        claim,
        issue('certificate ends soon', 'warning', { startedAt: ago(1) }),
      ]),
    ]),
  'cluster-silent': () =>
    entity([runs({}, [crash], { watch: { state: 'stale' } })]),
  'cluster-forbidden': () =>
    entity([
      runs({}, [], {
        watch: { state: 'forbidden', reason: 'RBAC denies deployments' },
      }),
    ]),
  'cluster-not-observed': () =>
    entity([runs({}, [], { watch: { state: 'not-observed' } })]),

  'two-clusters': () =>
    entity([
      runs({ desired: 10 }),
      runs({ desired: 6 }, [], { cluster: 'us' }),
    ]),
  'critical-alert': () => entity([runs({ desired: 10 })], { alerts: [lag] }),
  'acknowledged-alert': () =>
    entity([runs({ desired: 10 })], {
      alerts: [{ ...lag, status: 'acknowledged' }],
    }),
  'warning-alert': () =>
    entity([runs({})], { alerts: [alert('queue lag > 1 min', 'warning')] }),
  'alert-of-unknown-severity': () =>
    entity([runs({})], { alerts: [alert('queue lag', 'unknown')] }),
  'suppressed-alert': () =>
    entity([runs({})], { alerts: [{ ...lag, status: 'suppressed' }] }),
  'information-alert': () =>
    entity([runs({})], { alerts: [alert('deployed', 'info')] }),
  'issue-and-alert': () =>
    entity([runs({ ready: 0 }, [crash])], { alerts: [lag] }),
  'loose-issue': () => entity([runs({})], { loose: [claim] }),
  'loose-issue-unwatched': () =>
    entity([runs({})], { loose: [{ ...claim, watch: { state: 'stale' } }] }),
  'ill-in-staging': () =>
    entity([runs({}), runs({ ready: 0 }, [crash], inStaging)]),
  'staging-alone': () => entity([runs({ ready: 0 }, [crash], inStaging)]),
  'one-region-ill': () => entity([runs({}), runs({ ready: 0 }, [crash], inUs)]),
  'one-region-unwatched': () => entity([runs({}), silent('prod-us', inUs)]),
  'alert-while-unwatched': () => entity([silent('prod-eu')], { alerts: [lag] }),
  'alert-of-no-environment': () =>
    entity([runs({}), runs({}, [], inStaging)], {
      alerts: [{ ...lag, environment: undefined }],
    }),
  'alert-of-no-environment-while-ill': () =>
    entity([runs({}, [scaler]), silent('prod-us', inUs)], {
      alerts: [{ ...lag, environment: undefined }],
    }),
  deleted: () => {
    const gone = runs({}, [crash]);
    return entity([{ ...gone, row: { ...gone.row, goneAt: ago(5) } }]);
  },
  'nothing-bound': () => entity([]),
  'alerts-alone': () => entity([], { judges: [judge('pagerduty')] }),
  'alerts-alone-open': () =>
    entity([], {
      judges: [judge('pagerduty')],
      alerts: [alert('payments fail')],
    }),
  'alerts-alone-suppressed': () =>
    entity([], {
      judges: [judge('pagerduty')],
      alerts: [alert('payments fail', 'critical', { status: 'suppressed' })],
    }),
  'alerts-alone-unheard': () =>
    entity([], {
      judges: [
        judge('pagerduty', {
          state: 'not-observed',
          reason: 'Nothing has arrived yet',
        }),
      ],
    }),
  'alerts-alone-one-silent': () =>
    entity([], {
      judges: [judge('pagerduty'), judge('grafana', { state: 'stale' })],
    }),
  'third-party-incident': () =>
    entity([], {
      alerts: [
        {
          ...issue('Stripe answers slowly', 'warning'),
          type: 'change',
          kind: 'third-party',
          status: 'in-progress',
        },
      ],
    }),

  'need-unhealthy': () => needing(well(), ['rest-api', ill()]),
  'needs-unhealthy': () =>
    needing(well(), ['rest-api', ill()], ['orders-db', ill()]),
  'need-degraded': () =>
    needing(well(), ['rest-api', entity([runs({}, [scaler])])]),
  'need-of-a-need': () => {
    const restApi = well();
    expect(needing(restApi, ['orders-db', ill()]).status).toBe('degraded');
    return needing(well(), ['rest-api', restApi]);
  },
  'need-ill-in-staging': () =>
    needing(entity([runs({}), runs({}, [], inStaging)]), [
      'rest-api',
      ill(inStaging),
    ]),
  'need-ill-in-other-region': () =>
    needing(entity([runs({}), runs({}, [], inUs)]), ['rest-api', ill(inUs)]),
  'need-without-place': () =>
    needing(well(), [
      'orders-db',
      entity([], { alerts: [{ ...lag, environment: undefined }] }),
    ]),
  'ill-and-need-unhealthy': () => needing(ill(), ['rest-api', ill()]),
  'nothing-bound-but-need': () => needing(entity([]), ['rest-api', ill()]),

  'parts-healthy': () => system(['a', well()], ['b', well()], ['c', well()]),
  'part-unhealthy': () =>
    system(
      ['a', well()],
      ['b', entity([runs({}, [scaler])])],
      ['rest-api', ill()],
    ),
  'part-without-place': () =>
    system(
      ['a', well()],
      [
        'b',
        entity([runs({}), runs({}, [], inStaging)], {
          alerts: [{ ...lag, environment: undefined }],
        }),
      ],
    ),
  'part-in-staging': () =>
    system(
      ['a', well()],
      ['b', entity([runs({}), runs({ ready: 0 }, [crash], inStaging)])],
    ),
  'part-unwatched': () =>
    system(['a', well()], ['rest-api', entity([silent('prod-eu')])]),
  'part-unbound': () => system(['a', well()], ['b', well()], ['c', entity([])]),
  'no-part-bound': () => system(['a', entity([])], ['b', entity([])]),
  'no-parts': () => system(),

  'past-watched': () => past({}),
  'past-one-scope-silent': () =>
    past({
      coverage: [
        scopeOf('deployments.apps', 'live'),
        scopeOf('shop/deployments.apps', 'stale'),
      ],
    }),
  'past-not-watched': () => past({ watched: [] }),
  'past-not-yet-known': () =>
    past({
      workloads: [runs({}, [], { firstSeen: NOW + 500 })],
      coverage: [{ ...scopeOf('deployments.apps', 'live'), from: ago(10) }],
    }),
  'past-critical': () => past({ open: [crash] }),
  'past-warning-alert': () =>
    past({ open: [alert('queue lag > 1 min', 'warning')] }),
  'past-both': () => past({ open: [alert('lag', 'warning'), crash] }),
  'past-issue-unwatched': () => past({ open: [crash], watched: [] }),
  'past-alerts-alone': () =>
    past({
      workloads: [],
      judges: ['pagerduty main'],
      coverage: [scopeOf('x', 'live', 'pagerduty')],
    }),
};

describe('the rules of docs/health.md', () => {
  const rows = docCases('health.md');

  it('are as many as the cases', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual(
      Object.keys(CASES).sort(),
    );
  });

  it.each(rows.map(row => [row.name, row] as const))(
    '%s',
    (name, { status, said }) => {
      const { status: worked, reason } = CASES[name]();
      expect({ status: worked, said: said && reason }).toEqual({
        status,
        said,
      });
    },
  );
});

it('an alert of no known environment lies in the past of production', () => {
  const workloads = [runs({}), runs({}, [], inStaging)];
  const environments = withPast(
    entity(workloads, { alerts: [{ ...lag, environment: undefined }] })
      .environments,
    workloads,
  );
  const lanes = pastOf({
    from: NOW - 10_000,
    to: NOW,
    environments,
    workloads,
    judges: [],
    events: [{ ...lag, environment: undefined, startedAtMs: NOW - 4000 }].map(
      event => event as StoredEvent,
    ),
    coverage: [scopeOf('deployments.apps', 'live')],
  });
  expect(
    lanes.map(({ environment, incidents }) => [environment, incidents]),
  ).toEqual([
    ['production', 1],
    ['staging', 0],
  ]);
});

it('the past of what was made before our eyes begins then', () => {
  const [{ segments, seconds }] = pastOf({
    from: NOW,
    to: NOW + 10_000,
    environments: [{ name: 'production', production: true }],
    workloads: [runs({}, [], { firstSeen: NOW + 4000 })],
    judges: [],
    events: [],
    coverage: [scopeOf('deployments.apps', 'live')],
  });
  expect(segments).toEqual([
    {
      from: new Date(NOW + 4000).toISOString(),
      to: new Date(NOW + 10_000).toISOString(),
      status: 'healthy',
    },
  ]);
  expect(seconds).toMatchObject({ healthy: 6, unknown: 0 });
});

it('since when it is so is told of what made it so first', () => {
  const status = entity(
    [runs({ ready: 0 }, [{ ...crash, startedAt: ago(90) }, scaler])],
    { alerts: [{ ...lag, startedAt: ago(120) }] },
  );
  expect(status).toMatchObject({ status: 'unhealthy', since: ago(120) });
  expect(needing(well(), ['rest-api', status])).toMatchObject({
    status: 'degraded',
    since: ago(120),
  });
});
