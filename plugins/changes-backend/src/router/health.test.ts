import type { Entity } from '@backstage/catalog-model';
import { TestDatabases } from '@backstage/backend-test-utils';
import { startPortal } from '../__testUtils__/portal';
import {
  component,
  deploymentOf,
  eventually,
  healthIssue,
  watched,
  workload,
} from '../__testUtils__/story';

jest.setTimeout(60_000);

const now = Date.now();
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();
const DAY_SECONDS = 86_400;

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const page = (kind: string, name: string) =>
  `/entities/by-name/${kind}/default/${name}/health`;

function partOf(entity: Entity, system: string, type = 'service'): Entity {
  return {
    ...entity,
    spec: { ...entity.spec, type },
    relations: [
      ...(entity.relations ?? []),
      { type: 'partOf', targetRef: `system:default/${system}` },
    ],
  };
}

function of(
  kind: string,
  name: string,
  relations: [type: string, target: string][] = [],
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default' },
    spec: {},
    relations: relations.map(([type, targetRef]) => ({ type, targetRef })),
  };
}

describe.each(databases.eachSupportedId())('health, on %s', databaseId => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  const policy = { hidden: ['component:default/secret-job'] };

  beforeAll(async () => {
    portal = await startPortal({
      policy,
      knex: await databases.init(databaseId),
      config: {
        changes: {
          environments: [
            { name: 'production', clusters: ['prod-eu'], production: true },
          ],
        },
      },
      entities: [
        partOf(
          component('checkout', { dependsOn: ['payments', 'stripe'] }),
          'shop',
        ),
        partOf(component('payments', { owner: 'team-pay' }), 'shop'),
        partOf(component('secret-job'), 'shop'),
        partOf(component('stripe'), 'outside', 'third-party'),
        partOf(component('unbound'), 'shop'),
        of('System', 'shop'),
        of('Group', 'department', [
          ['parentOf', 'group:default/team-a'],
          ['parentOf', 'group:default/team-pay'],
        ]),
        of('Group', 'team-a'),
        of('Group', 'team-pay'),
        of('User', 'dana', [['memberOf', 'group:default/team-pay']]),
      ],
    });
    await portal.connection.commit({
      ...watched(ago(20 * DAY_SECONDS)),
    });
    await portal.connection.commit({
      ...watched(ago(1)),
      subjects: [
        ...['checkout', 'payments', 'secret-job'].map(name =>
          workload(name, ago(100), {
            desired: 4,
            ...(name === 'payments' ? { ready: 1 } : {}),
          }),
        ),
        {
          ...workload('compact', ago(100)),
          subject: deploymentOf('compact').replace(
            'Deployment.apps',
            'CronJob.batch',
          ),
          kind: 'CronJob',
          labels: { app: 'checkout' },
          summary: {
            type: 'schedule',
            schedule: '0 */2 * * *',
            lastRun: { state: 'succeeded', endedAt: ago(600) },
            nextAt: ago(-600),
          },
        },
        {
          ...workload('lonely', ago(100)),
          labels: { 'app.kubernetes.io/instance': 'unbound' },
        },
      ],
      observations: [
        healthIssue('payments', ago(60), {
          kind: 'crash-loop',
          title: 'payments crashes again and again',
        }),
        healthIssue('checkout', ago(2 * DAY_SECONDS), {
          severity: 'warning',
          observedAt: ago(2 * DAY_SECONDS - 7200),
          end: {
            at: ago(2 * DAY_SECONDS - 7200),
            after: ago(2 * DAY_SECONDS - 3600),
            status: 'resolved',
          },
        }),
        healthIssue('checkout', ago(15 * DAY_SECONDS), {
          observedAt: ago(15 * DAY_SECONDS - 3600),
          end: { at: ago(15 * DAY_SECONDS - 3600), status: 'resolved' },
        }),
        {
          ...healthIssue('stripe', ago(300)),
          key: 'stripe',
          type: 'change',
          kind: 'third-party',
          title: 'Stripe answers slowly',
          severity: 'warning',
          subjects: [],
          entityRefs: ['component:default/stripe'],
        },
      ],
    });
    await eventually(
      () => portal.get(page('component', 'checkout')),
      ({ body }) =>
        body.status === 'degraded' &&
        body.thirdParties?.[0]?.incidents.length === 1,
    );
  });

  afterAll(() => portal.stop());

  it('names the unhealthy need, counts what it needs and who needs it', async () => {
    const { body } = await portal.get(page('component', 'checkout'));
    expect(body).toMatchObject({
      status: 'degraded',
      since: ago(60),
      reason:
        '4 of 4 replicas are ready, yet payments, which it needs, is unhealthy',
      rollUp: { unhealthy: 1, degraded: 1, unknown: 0, healthy: 0 },
      thirdParties: [
        {
          title: 'stripe',
          degree: 1,
          health: {
            status: 'degraded',
            reason: 'A warning incident is open: Stripe answers slowly',
          },
          incidents: [{ title: 'Stripe answers slowly' }],
        },
      ],
    });
    const payments = await portal.get(page('component', 'payments'));
    expect(payments.body.dependents).toEqual({
      unhealthy: 0,
      degraded: 1,
      unknown: 0,
      healthy: 0,
      withheld: 0,
    });
    const { body: services } = await portal.get('/services');
    expect(services.totals).toMatchObject({ unhealthy: 1, degraded: 2 });
  });

  it('tells of CronJobs beside Deployments, and which issue concerns which', async () => {
    const { body } = await portal.get(page('component', 'checkout'));
    expect(
      body.workloads.map((row: any) => [row.kind, row.health.reason]),
    ).toEqual([
      ['CronJob', 'Last run succeeded'],
      ['Deployment', '4 of 4 replicas are ready'],
    ]);
    expect(body.workloads[0].summary).toMatchObject({
      type: 'schedule',
      nextAt: ago(-600),
    });
    const payments = await portal.get(page('component', 'payments'));
    expect(payments.body.workloads[0].issues).toEqual([
      payments.body.issues[0].id,
    ]);
  });

  it('reaches back 7 or 30 days, with time in each state', async () => {
    const week = await portal.get(page('component', 'checkout'));
    const month = await portal.get(`${page('component', 'checkout')}?days=30`);
    expect(week.body.closed).toMatchObject({
      count: 1,
      events: [
        {
          endedAt: ago(2 * DAY_SECONDS - 7200),
          endedBetween: {
            from: ago(2 * DAY_SECONDS - 3600),
            to: ago(2 * DAY_SECONDS - 7200),
          },
        },
      ],
    });
    expect(week.body.history).toMatchObject([
      { environment: 'production', production: true, incidents: 0 },
    ]);
    expect(week.body.history[0].seconds.degraded).toBe(7200);
    expect(month.body.closed.count).toBe(2);
    expect(month.body.history[0]).toMatchObject({ incidents: 1 });
    expect(month.body.history[0].seconds.unhealthy).toBe(3600);
    const refused = await portal.get(
      `${page('component', 'checkout')}?days=31`,
    );
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toContain('days');
  });

  it('says by what a workload was looked for, and which annotation would find it', async () => {
    const { body } = await portal.get(page('component', 'unbound'));
    expect(body).toMatchObject({ status: 'unknown', workloads: [] });
    expect(body.lookedFor.claims).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          source: 'kubernetes',
          how: 'label',
          text: 'backstage.io/kubernetes-id=unbound',
          found: 0,
        }),
      ]),
    );
    expect(body.lookedFor.suggestion).toEqual({
      annotation: 'backstage.io/kubernetes-label-selector',
      value: 'app.kubernetes.io/instance=unbound',
      found: 1,
    });
    const bound = await portal.get(page('component', 'checkout'));
    expect(bound.body).not.toHaveProperty('lookedFor');
  });

  it('proposes nothing that somebody else claims', async () => {
    const { body } = await portal.get(page('component', 'stripe'));
    expect(body.lookedFor.suggestion).toEqual({
      annotation: 'backstage.io/kubernetes-label-selector',
      value: 'app=stripe',
      found: 0,
    });
  });

  it('is of a System that of its parts, without the hidden ones', async () => {
    const { body, text } = await portal.get(page('system', 'shop'));
    expect(body).toMatchObject({
      status: 'unhealthy',
      since: ago(60),
      reason:
        '1 of 2 parts is unhealthy, 1 is degraded: payments: payments crashes again and again; 1 more with nothing to judge by',
      partCounts: { unhealthy: 1, degraded: 1, unknown: 1, healthy: 0 },
      partsWithheld: 1,
      issues: [{ title: 'payments crashes again and again' }],
      history: [{ environment: 'production' }],
    });
    expect(body.parts.map((part: any) => part.title)).toEqual([
      'payments',
      'checkout',
      'unbound',
    ]);
    expect(body.parts[1]).toMatchObject({
      ready: { ready: 4, desired: 4 },
      environments: [{ name: 'production', status: 'degraded' }],
    });
    expect(text).not.toContain('secret-job');
  });

  it.each([
    ['group', 'team-pay', ['payments']],
    ['group', 'department', ['payments', 'checkout', 'stripe', 'unbound']],
    ['user', 'dana', ['payments']],
  ])('is of the %s %s that of what it owns', async (kind, name, owned) => {
    const { body } = await portal.get(page(kind, name));
    expect(body).toMatchObject({
      entityRef: `${kind}:default/${name}`,
      status: 'unhealthy',
    });
    expect(body.parts.map((part: any) => part.title)).toEqual(owned);
  });

  it('is not told of an owner that is not there', async () => {
    const { status } = await portal.get(page('group', 'nobody'));
    expect(status).toBe(404);
  });
});
