import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  EntityHealth,
  Timeline,
} from '@ripplehq/backstage-plugin-changes-common';
import changesModuleWebhooks from '@ripplehq/backstage-plugin-changes-backend-module-webhooks';
import request from 'supertest';
import { startPortal } from '../__testUtils__/portal';
import {
  component,
  eventually,
  watched,
  workload,
} from '../__testUtils__/story';

const PAGE = '/entities/by-name/component/default/data-processor';
const SECRET = 'token-of-the-alertmanager';

const start = Date.now() - 600_000;
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();

function alert(overrides: object) {
  return {
    status: 'firing',
    labels: {
      alertname: 'OrdersBacklog',
      severity: 'critical',
      namespace: 'shop',
      deployment: 'data-processor',
    },
    annotations: { summary: 'Orders are processed too slowly' },
    startsAt: at(0),
    endsAt: '0001-01-01T00:00:00Z',
    fingerprint: 'f404ecabc8dd5cd7',
    ...overrides,
  };
}

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'Alertmanager at the door, on %s',
  databaseId => {
    let portal: Awaited<ReturnType<typeof startPortal>>;

    beforeAll(async () => {
      portal = await startPortal({
        knex: await databases.init(databaseId),
        features: [changesModuleWebhooks],
        entities: [component('data-processor')],
        config: {
          changes: {
            webhooks: {
              alertmanager: [
                { name: 'main', secret: SECRET, cluster: 'prod-eu' },
              ],
            },
          },
        },
      });
      await portal.connection.commit({
        ...watched(new Date().toISOString()),
        subjects: [workload('data-processor', at(0), { desired: 10 })],
      });
    });

    afterAll(() => portal.stop());

    const post = (alerts: object[], secret = SECRET) =>
      request(portal.backend.server)
        .post('/api/changes/webhooks/alertmanager/main')
        .set('Authorization', `Bearer ${secret}`)
        .send({ version: '4', status: 'firing', alerts });
    const health = async (): Promise<EntityHealth> =>
      (await portal.get(`${PAGE}/health`)).body;
    const titles = async () => {
      const { events }: Timeline = (
        await portal.get(`${PAGE}/timeline?type=alert`)
      ).body;
      return events.map(({ title, status }) => `${title}: ${status}`).sort();
    };

    it('turns the workload’s entity unhealthy without an annotation, until it is resolved', async () => {
      expect((await post([alert({})], 'wrong')).status).toBe(401);
      expect((await post([alert({})])).body).toEqual({ stored: 1 });
      const ill = await eventually(
        health,
        ({ status }) => status === 'unhealthy',
      );
      expect(ill).toMatchObject({
        since: at(0),
        reason:
          '10 of 10 replicas are ready, yet a critical alert is open: Orders are processed too slowly',
        environments: [{ name: 'prod-eu', status: 'unhealthy' }],
      });
      await post([alert({ status: 'resolved', endsAt: at(60) })]);
      await eventually(health, ({ status }) => status === 'healthy');
      expect(await titles()).toEqual([
        'Orders are processed too slowly: resolved',
      ]);
    });

    it('stores what is right of a notification, and says what was not', async () => {
      const named = (title: string, labels: object) =>
        alert({
          fingerprint: title,
          labels: { ...alert({}).labels, ...labels },
          annotations: { summary: title },
          status: 'resolved',
          endsAt: at(30),
        });
      const response = await post([
        named('one', {}),
        named('odd', { cluster: `ghp_${'a'.repeat(36)}` }),
        named('two', {}),
      ]);
      expect(response.status).toBe(422);
      expect(response.body.error.message).toContain('credential');
      expect(await titles()).toEqual([
        'Orders are processed too slowly: resolved',
        'one: resolved',
        'two: resolved',
      ]);
    });
  },
);
