import { mockCredentials } from '@backstage/backend-test-utils';
import { startPortal } from '../__testUtils__/portal';
import {
  component,
  deployment,
  deploymentOf,
  eventually,
  healthIssue,
  watched,
  workload,
} from '../__testUtils__/story';

const now = Date.now();
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();
const PAGE = '/entities/by-name/component/default/data-processor';

const tokenOf = (subject: string) =>
  mockCredentials.service.header({
    targetPluginId: 'changes',
    onBehalfOf: mockCredentials.service(subject),
  });

describe('who may see what', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  const policy = {
    hidden: ['component:default/hidden-proxy', 'component:default/hidden-user'],
    denied: [] as string[],
  };

  beforeAll(async () => {
    portal = await startPortal({
      policy,
      entities: [
        component('data-processor', {
          dependsOn: ['hidden-proxy', 'rest-api'],
        }),
        component('hidden-proxy', { dependsOn: ['behind', 'rest-api'] }),
        component('behind'),
        component('rest-api', { dependsOn: ['hidden-proxy'] }),
        component('hidden-user', { dependsOn: ['data-processor'] }),
      ],
    });
    await portal.connection.commit({
      ...watched(ago(1)),
      subjects: ['data-processor', 'hidden-proxy', 'behind', 'rest-api'].map(
        name => workload(name, ago(100), { desired: 2 }),
      ),
      observations: [
        deployment('hidden-proxy', ago(90), { title: 'hidden-proxy deployed' }),
        deployment('behind', ago(90)),
        deployment('rest-api', ago(80), {
          title: 'two at once',
          subjects: [deploymentOf('rest-api'), deploymentOf('hidden-proxy')],
          before: { spec: { replicas: 9 } },
          after: { spec: { replicas: 2 } },
        }),
      ],
    });
    await portal.connection.commit({
      subjects: [
        workload('data-processor', ago(20), {
          desired: 2,
          ready: 0,
          available: 0,
        }),
      ],
      observations: [
        healthIssue('data-processor', ago(60), {
          evidence: [{ label: 'Condition', text: 'Available=False' }],
        }),
        healthIssue('hidden-proxy', ago(50)),
      ],
    });
    await eventually(
      () => portal.get(`${PAGE}/health`),
      ({ body }) => body.status === 'unhealthy',
    );
  });

  beforeEach(() => {
    policy.denied = [];
  });

  afterAll(() => portal.stop());

  it('lets nobody feel that something hidden is ill', async () => {
    const page = '/entities/by-name/component/default/rest-api/health';
    const { body, text } = await portal.get(page);
    expect(body.status).toBe('healthy');
    expect(text).not.toContain('hidden-proxy');
    const whole = await portal.get(page).set(portal.asService);
    expect(whole.body).toMatchObject({
      status: 'degraded',
      reason:
        '2 of 2 replicas are ready, yet hidden-proxy, which it needs, is unhealthy',
    });
    const rows = async (headers: Record<string, string> = {}) =>
      Object.fromEntries(
        (await portal.get('/services').set(headers)).body.services.map(
          (row: any) => [row.title, row.health.status],
        ),
      );
    expect((await rows())['rest-api']).toBe('healthy');
    expect((await rows(portal.asService))['rest-api']).toBe('degraded');
  });

  it('cuts the way through a hidden entity, counts what is withheld and names it nowhere', async () => {
    const timeline = await portal.get(`${PAGE}/timeline?degree=4`);
    expect(timeline.body.lanes.map((lane: any) => lane.title)).toEqual([
      'data-processor',
      'rest-api',
    ]);
    expect(timeline.body.withheld).toBe(2);
    const shared = timeline.body.events.find(
      (event: any) => event.title === 'two at once',
    );
    expect(shared).toMatchObject({
      subjects: [deploymentOf('rest-api')],
      entityRefs: ['component:default/rest-api'],
    });
    const answers = await Promise.all(
      [
        `${PAGE}/timeline?degree=4`,
        `${PAGE}/timeline?degree=4&direction=downstream`,
        `${PAGE}/events?degree=4`,
        `${PAGE}/health`,
        `${PAGE}/suspects`,
        '/events',
        '/events?q=proxy',
        `/events/${shared.id}`,
        '/services',
        '/services?q=hidden',
      ].map(async path => ({ path, text: (await portal.get(path)).text })),
    );
    for (const { path, text } of answers) {
      expect({ path, leak: /hidden[^ ]{0,40}/.exec(text)?.[0] }).toEqual({
        path,
        leak: undefined,
      });
    }
    const { body: suspects } = await portal.get(`${PAGE}/suspects`);
    expect(suspects.withheld).toBe(2);
    const { body: event } = await portal.get(`/events/${shared.id}`);
    expect(event.affects.map((lane: any) => lane.title)).toEqual([
      'data-processor',
    ]);
    expect(event.affectsWithheld).toBeGreaterThan(0);
  });

  it('does not tell a hidden event from one that does not exist', async () => {
    const all = await portal.get('/events').set(portal.asService);
    const hidden = all.body.events.find(
      (event: any) => event.title === 'hidden-proxy deployed',
    );
    const response = await portal.get(`/events/${hidden.id}`);
    expect(response.status).toBe(404);
    expect(response.body.error.message).toBe(
      `id: no event '${hidden.id}', or you may not see it`,
    );
    expect(
      (
        await portal.get(
          '/entities/by-name/component/default/hidden-proxy/timeline',
        )
      ).status,
    ).toBe(404);
    expect(
      (await portal.get(`${PAGE}/suspects?event=${hidden.id}`)).status,
    ).toBe(404);
  });

  it('withholds what changes.read is not granted for, as if it were hidden', async () => {
    policy.denied = ['changes.read component:default/rest-api'];
    const { body } = await portal.get(`${PAGE}/timeline?degree=4`);
    expect(body.lanes).toHaveLength(1);
    expect(body.withheld).toBe(3);
    policy.denied = ['changes.read component:default/data-processor'];
    expect((await portal.get(`${PAGE}/timeline`)).status).toBe(404);
  });

  it.each(['changes.detail.read', 'kubernetes.resources.read'])(
    'keeps diffs, manifests, evidence and reasons from them without %s',
    async permission => {
      const { body: list } = await portal.get(`${PAGE}/events?q=two`);
      policy.denied = [permission];
      const { body } = await portal.get(`/events/${list.events[0].id}`);
      expect(body).toMatchObject({ diff: [], title: 'two at once' });
      expect(body.detailWithheld).toContain(permission);
      expect(body).not.toHaveProperty('before');
      expect(body).not.toHaveProperty('after');
      const health = await portal.get(`${PAGE}/health`);
      expect(health.body.issues[0].evidence).toEqual([]);
      const suspects = await portal.get(`${PAGE}/suspects`);
      expect(suspects.text).not.toContain('replicas-cut');
      policy.denied = [];
      expect((await portal.get(`${PAGE}/suspects`)).text).toContain(
        'replicas-cut',
      );
    },
  );

  it.each([
    ['changes.code.read', () => portal.get('/events/ID/code')],
    [
      'changes.verdict.create',
      () =>
        portal.put('/events/ID/verdict', { symptom: 'x', verdict: 'cause' }),
    ],
    [
      'changes.event.create',
      () => portal.post('/events', { title: 'x', entityRefs: ['rest-api'] }),
    ],
    ['changes.operate', () => portal.get('/subjects')],
    ['changes.operate', () => portal.get('/sources')],
  ])('needs %s', async (permission, ask) => {
    const { body: list } = await portal.get(`${PAGE}/events?q=two`);
    policy.denied = [permission];
    const request = ask();
    request.url = request.url.replace('ID', list.events[0].id);
    const response = await request;
    expect(response.status).toBe(403);
    expect(response.body.error.message).toContain(permission);
  });

  it('shows a subject that entities of different owners claim to all of them without detail', async () => {
    const id = 'kubernetes:prod-eu/shop/ConfigMap/contested';
    const other = await startPortal({
      entities: [
        component('a', {
          owner: 'team-a',
          annotations: { 'changes/subjects': id },
        }),
        component('b', {
          owner: 'team-b',
          annotations: { 'changes/subjects': id },
        }),
      ],
    });
    await other.connection.commit({
      observations: [
        deployment('a', ago(10), {
          kind: 'config',
          subjects: [id],
          after: { data: { a: '1' } },
        }),
      ],
    });
    const { body } = await eventually(
      () => other.get('/entities/by-name/component/default/a/events'),
      answer => answer.body.events.length === 1,
    );
    const detail = await other.get(`/events/${body.events[0].id}`);
    expect(detail.body).toMatchObject({ diff: [] });
    expect(detail.body.detailWithheld).toMatch(/different owners/);
    await other.stop();
  });

  it("takes a token's subject as the source of its events", async () => {
    const { body } = await portal
      .post('/events', { title: 'by a pipeline', entityRefs: ['rest-api'] })
      .set('authorization', tokenOf('external:My_Pipeline'));
    const event = await portal.get(`/events/${body.results[0].id}`);
    expect(event.body.source).toBe('my-pipeline');
    const refused = await portal
      .post('/events', { title: 'x', entityRefs: ['rest-api'] })
      .set('authorization', tokenOf('external:kubernetes'));
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toMatch(
      /name of a source of this portal/,
    );
  });

  it('is for nobody who is not signed in', async () => {
    const response = await portal
      .get(`${PAGE}/timeline`)
      .set('authorization', mockCredentials.none.header());
    expect(response.status).toBe(401);
  });
});
