import { createHmac } from 'node:crypto';
import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  EntityHealth,
  EventDetail,
  Sources,
  Timeline,
} from '@ripplehq/backstage-plugin-changes-common';
import changesModuleWebhooks from '@ripplehq/backstage-plugin-changes-backend-module-webhooks';
import fc from 'fast-check';
import type { Knex } from 'knex';
import request from 'supertest';
import { startPortal } from '../__testUtils__/portal';
import {
  component,
  eventually,
  watched,
  workload,
} from '../__testUtils__/story';

const SECRET = 'secret-of-the-subscription';
const PAGE = '/entities/by-name/component/default/data-processor';
/** Runs of the property, each of some thirty deliveries. */
const SHUFFLES = 6;

const start = Date.now() - 600_000;
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();

function incident(id: string, overrides: object = {}) {
  return {
    id,
    type: 'incident',
    html_url: `https://acme.pagerduty.com/incidents/${id}`,
    number: 8841,
    status: 'triggered',
    created_at: at(0),
    title: 'Orders are processed too slowly',
    service: {
      id: 'PDPROC1',
      type: 'service_reference',
      summary: 'data-processor',
    },
    assignees: [],
    priority: null,
    urgency: 'high',
    ...overrides,
  };
}

function delivery(type: string, seconds: number, data: object) {
  return {
    event: {
      id: `01-${type}-${seconds}`,
      event_type: type,
      resource_type: 'incident',
      occurred_at: at(seconds),
      agent: { id: 'PALEX01', type: 'user_reference', summary: 'Alex Kim' },
      client: null,
      data,
    },
  };
}

/** Everything that can be told of an incident which was reopened twice. */
const story = (id: string) => [
  delivery('incident.triggered', 0, incident(id)),
  delivery(
    'incident.acknowledged',
    10,
    incident(id, { status: 'acknowledged' }),
  ),
  delivery('incident.unacknowledged', 20, incident(id)),
  delivery('incident.annotated', 25, { incident: { id }, content: 'Looking' }),
  delivery('incident.resolved', 30, incident(id, { status: 'resolved' })),
  delivery('incident.reopened', 40, incident(id)),
  delivery('incident.reassigned', 45, incident(id)),
  delivery(
    'incident.acknowledged',
    50,
    incident(id, { status: 'acknowledged', title: 'Orders pile up' }),
  ),
  delivery('incident.resolved', 60, incident(id, { status: 'resolved' })),
  delivery('incident.reopened', 70, incident(id, { urgency: 'low' })),
  delivery(
    'incident.resolved',
    80,
    incident(id, { status: 'resolved', urgency: 'low' }),
  ),
];

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'PagerDuty at the door, on %s',
  databaseId => {
    let portal: Awaited<ReturnType<typeof startPortal>>;
    let knex: Knex;

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      portal = await startPortal({
        knex,
        features: [changesModuleWebhooks],
        entities: [
          component('data-processor', {
            annotations: { 'pagerduty.com/service-id': 'PDPROC1' },
          }),
        ],
        config: {
          changes: {
            webhooks: { pagerduty: [{ name: 'main', secret: SECRET }] },
          },
        },
      });
      await portal.connection.commit({
        ...watched(new Date().toISOString()),
        subjects: [workload('data-processor', at(0), { desired: 10 })],
      });
    });

    afterAll(() => portal.stop());

    const post = (
      body: string,
      options: { secret?: string; path?: string } = {},
    ) =>
      request(portal.backend.server)
        .post(`/api/changes/webhooks/${options.path ?? 'pagerduty/main'}`)
        .set('Content-Type', 'application/json')
        .set(
          'X-PagerDuty-Signature',
          `v1=${createHmac('sha256', options.secret ?? SECRET)
            .update(body)
            .digest('hex')}`,
        )
        .send(body);
    const deliver = async (body: object) => {
      const response = await post(JSON.stringify(body));
      expect(response.status).toBe(200);
    };
    const source = async () => {
      const { sources }: Sources = (await portal.get('/sources')).body;
      return sources.find(one => one.source === 'pagerduty');
    };
    const health = async (): Promise<EntityHealth> =>
      (await portal.get(`${PAGE}/health`)).body;
    const alerts = async () => {
      const { events }: Timeline = (
        await portal.get(`${PAGE}/timeline?type=alert`)
      ).body;
      return events.map(
        ({ id, title, status, severity, startedAt, endedAt, actor }) => ({
          id,
          title,
          status,
          severity,
          startedAt,
          endedAt,
          actor: actor?.name,
        }),
      );
    };

    it('is not observed until something proven arrives, be it a test', async () => {
      expect(
        await eventually(source, one => one?.state === 'not-observed'),
      ).toMatchObject({
        instance: 'main',
        error: expect.stringContaining('Nothing has arrived yet'),
      });
      await post('{}', { secret: 'wrong' });
      expect((await source())?.state).toBe('not-observed');
      const ping = { id: '01-ping', event_type: 'pagey.ping', data: {} };
      await deliver({ event: ping });
      expect((await source())?.state).toBe('live');
    });

    it('turns an entity unhealthy of which 10 of 10 are ready, until it is resolved', async () => {
      await deliver(delivery('incident.triggered', 0, incident('PHEALTH')));
      expect(
        await eventually(health, ({ status }) => status === 'unhealthy'),
      ).toMatchObject({
        since: at(0),
        reason:
          '10 of 10 replicas are ready, yet a critical alert is open: Orders are processed too slowly',
      });
      const [open] = await alerts();
      expect(open).toMatchObject({ status: 'open', actor: 'Alex Kim' });
      const detail: EventDetail = (await portal.get(`/events/${open.id}`)).body;
      expect(detail).toMatchObject({
        source: 'pagerduty',
        links: [
          {
            title: 'Incident #8841 in PagerDuty',
            url: 'https://acme.pagerduty.com/incidents/PHEALTH',
          },
        ],
        evidence: expect.arrayContaining([{ label: 'Urgency', text: 'high' }]),
      });

      await deliver(
        delivery(
          'incident.resolved',
          90,
          incident('PHEALTH', { status: 'resolved' }),
        ),
      );
      expect((await alerts())[0]).toMatchObject({
        status: 'resolved',
        startedAt: at(0),
        endedAt: at(90),
      });
      expect(
        await eventually(health, ({ status }) => status === 'healthy'),
      ).toMatchObject({ reason: '10 of 10 replicas are ready' });
    });

    it('makes the same rows of the same deliveries in any order and number', async () => {
      const rows = async () =>
        (await alerts()).map(({ id, ...rest }) => JSON.stringify(rest)).sort();
      let runs = 0;
      const told = async (bodies: ReturnType<typeof story>) => {
        const before = await rows();
        for (const body of bodies) await deliver(body);
        const after = await rows();
        for (const row of before) after.splice(after.indexOf(row), 1);
        return after;
      };
      const inOrder = await told(story('PORDER'));
      expect(inOrder).toHaveLength(3);
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray([...Array(22).keys()], { minLength: 22 }),
          async order => {
            runs += 1;
            const twice = [...story(`PRUN${runs}`), ...story(`PRUN${runs}`)];
            expect(await told(order.map(index => twice[index]))).toEqual(
              inOrder,
            );
          },
        ),
        { numRuns: SHUFFLES },
      );
      const resolvedFirst = story('PBACK').reverse();
      expect(await told(resolvedFirst)).toEqual(inOrder);
    });

    it('loses none of the deliveries that come at once', async () => {
      await Promise.all(story('PATONCE').map(deliver));
      const scope = 'main//incident/PATONCE';
      expect(
        await knex('source_state').where({ source: 'pagerduty', scope }),
      ).toHaveLength(story('').length);
      const open = (await alerts()).filter(
        ({ status }) => status !== 'resolved',
      );
      expect(open).toEqual([]);
    });

    it('answers by whether it is proven, known and understood', async () => {
      const body = JSON.stringify(
        delivery('incident.triggered', 0, incident('PSTATUS')),
      );
      expect((await post(body)).body).toEqual({ stored: 1 });
      expect((await post(body, { secret: 'wrong' })).status).toBe(401);
      expect((await post(body, { path: 'pagerduty/other' })).status).toBe(404);
      expect((await post(body, { path: 'pagerduty/constructor' })).status).toBe(
        404,
      );
      const odd = await post(JSON.stringify({ event: { id: '01' } }));
      expect(odd.status).toBe(422);
      expect(odd.body.error.message).toMatch(/^event\.event_type: /);
      expect((await post('no JSON')).status).toBe(422);
      const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      expect((await post(deep)).status).toBe(422);
      expect((await post(`"${'x'.repeat(600_000)}"`)).status).toBe(413);
      const got = await request(portal.backend.server).get(
        '/api/changes/webhooks/pagerduty/main',
      );
      expect(got.status).toBe(405);
      expect(got.headers.allow).toBe('POST');
      const kept = await knex('delivery').where({ system: 'pagerduty' });
      expect(kept.map(({ reason }) => reason)).toEqual([
        expect.stringMatching(/^event\.event_type: /),
        'The body is no JSON',
        expect.stringMatching(/^body: /),
      ]);
    });

    it('answers any body without a fault of its own', async () => {
      const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
      try {
        await fc.assert(
          fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async value => {
            const body = delivery('incident.triggered', 0, {
              ...incident('PFUZZ'),
              title: value,
            });
            for (const text of [
              JSON.stringify(value),
              JSON.stringify({ event: value }),
              JSON.stringify(body),
            ]) {
              expect([200, 422]).toContain((await post(text)).status);
            }
          }),
          { seed, numRuns: 100 },
        );
      } catch (error) {
        throw new Error(`FUZZ_SEED=${seed} repeats it`, { cause: error });
      }
    });
  },
);
