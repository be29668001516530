import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { AuthenticationError, InputError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  type ChangesSourcesExtensionPoint,
  changesSourcesExtensionPoint,
} from '@ripplehq/backstage-plugin-changes-node';
import request from 'supertest';
import { deployment } from './__testUtils__/TestStore';
import { changesFeatureLoader } from './featureLoader';
import { changesPlugin } from './plugin';

const bring = (add: (changes: ChangesSourcesExtensionPoint) => void) =>
  createBackendModule({
    pluginId: 'changes',
    moduleId: 'test',
    register(env) {
      env.registerInit({
        deps: { changes: changesSourcesExtensionPoint },
        init: async ({ changes }) => add(changes),
      });
    },
  });
const catalog = catalogServiceMock.factory({ entities: [] });

describe('changesPlugin', () => {
  it('starts while its database is away, and answers 503 with the reason', async () => {
    const { server } = await startTestBackend({
      features: [
        changesPlugin,
        catalog,
        createServiceFactory({
          service: coreServices.database,
          deps: {},
          factory: () => ({
            getClient: async () => {
              throw new Error('connect ECONNREFUSED 127.0.0.1:5432');
            },
          }),
        }),
      ],
    });
    const ask = () => request(server).get('/api/changes/services');
    let response = await ask();
    while (response.body.error.message.includes('being connected to')) {
      response = await ask();
    }
    expect(response.status).toBe(503);
    expect(response.body.error).toEqual({
      name: 'ServiceUnavailableError',
      message:
        'The database of the changes plugin is not reachable: connect ECONNREFUSED 127.0.0.1:5432',
    });
  });

  it('refuses a config that does not fit, and names the key', async () => {
    const start = (changes: object) =>
      startTestBackend({
        features: [
          changesPlugin,
          catalog,
          mockServices.rootConfig.factory({ data: { changes } as never }),
        ],
      });
    await expect(start({ retention: { days: 0 } })).rejects.toThrow(
      'changes.retention.days: must be more than 0 days, not 0',
    );
    await expect(start({ environments: [{ name: '' }] })).rejects.toThrow(
      'changes.environments[0].name',
    );
  });

  it('refuses two modules that bring one source', async () => {
    const twice = bring(changes => {
      changes.addSource({ source: 'kubernetes', start: async () => {} });
      changes.addSource({ source: 'kubernetes', start: async () => {} });
    });
    await expect(
      startTestBackend({ features: [changesPlugin, catalog, twice] }),
    ).rejects.toThrow("Two modules bring the source 'kubernetes'");
  });

  it('takes a system’s webhooks once they are proven, and keeps what it cannot understand', async () => {
    const { server } = await startTestBackend({
      features: [
        changesPlugin,
        catalog,
        mockServices.database.factory(),
        bring(changes =>
          changes.addWebhook({
            system: 'pager',
            instances: [{ name: 'main' }],
            limitBytes: 1000,
            verify: async (raw, headers) => {
              if (headers['x-signature'] !== String(raw.length)) {
                throw new AuthenticationError('The signature is wrong');
              }
            },
            toObservations: (body, _headers, receivedAt, instance) => {
              const { title } = body as { title?: string };
              if (!title) throw new InputError('title: is missing');
              return {
                observations: [
                  deployment({
                    title,
                    instance,
                    observedAt: receivedAt,
                    subjects: [`pager:${instance}/P1`],
                  }),
                ],
              };
            },
          }),
        ),
      ],
    });
    const send = (text: string, signature = String(text.length)) =>
      request(server)
        .post('/api/changes/webhooks/pager/main')
        .set('Authorization', mockCredentials.none.header())
        .set('x-signature', signature)
        .set('Content-Type', 'application/json')
        .send(text);
    let response = await send('{"title":"db failed over"}');
    while (response.status === 503) {
      response = await send('{"title":"db failed over"}');
    }
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ stored: 1 });
    expect((await send('{"title":"x"}', '0')).status).toBe(401);
    const odd = await send('{}');
    expect(odd.status).toBe(422);
    expect(odd.body.error.message).toBe('title: is missing');
    expect((await send(`"${'x'.repeat(1000)}"`)).status).toBe(413);
    const other = await request(server)
      .post('/api/changes/webhooks/other/main')
      .send('{}');
    expect(other.status).toBe(404);
  });
});

describe('changesFeatureLoader', () => {
  const load = async (data: object) => {
    const loader = changesFeatureLoader as unknown as {
      loader(deps: object): Promise<{ id?: string }[]>;
    };
    const features = await loader.loader({
      config: mockServices.rootConfig({ data: data as never }),
    });
    return features.length;
  };
  const github = { integrations: { github: [{ host: 'github.com' }] } };

  it('brings the sources that the config calls for', async () => {
    expect(await load({})).toBe(1);
    expect(await load({ kubernetes: null })).toBe(1);
    expect(await load({ kubernetes: { clusterLocatorMethods: [] } })).toBe(2);
    expect(
      await load({ changes: { kubernetes: { clusters: [{ name: 'a' }] } } }),
    ).toBe(2);
    expect(await load(github)).toBe(2);
    const webhooks = { pagerduty: [{ name: 'main', secret: 'x' }] };
    expect(await load({ changes: { webhooks } })).toBe(2);
    expect(
      await load({ ...github, changes: { sources: { github: false } } }),
    ).toBe(1);
  });
});
