import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import { userInfoServiceFactory } from '@backstage/backend-defaults/userInfo';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import {
  catalogProcessingExtensionPoint,
  type EntityProvider,
} from '@backstage/plugin-catalog-node';
import type { Timeline } from '@ripplehq/backstage-plugin-changes-common';
import { authModuleDemo, permissionModuleDemo } from '.';

const GUEST = 'user:default/guest';
const ROBIN = 'user:default/robin';
const WEBHOOK_SECRET = 'secret-of-the-webhook';
const CONFIG = {
  app: { baseUrl: 'http://localhost:7007' },
  backend: {
    baseUrl: 'http://localhost:7007',
    listen: { host: '127.0.0.1', port: 7007 },
  },
  auth: { providers: { demo: {} } },
  permission: { enabled: true },
  changes: { graph: { refreshSeconds: 1 } },
  events: { modules: { github: { webhookSecret: WEBHOOK_SECRET } } },
  demo: {
    users: [
      { entityRef: GUEST, title: 'Guest' },
      { entityRef: ROBIN, title: 'Robin' },
    ],
    hidden: [{ user: ROBIN, entities: ['component:default/rest-api'] }],
  },
};

const user = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name },
  spec: { memberOf: [] },
});
const service = (name: string, dependsOn: string[] = []): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name },
  spec: {
    type: 'service',
    lifecycle: 'production',
    owner: 'user:guest',
    dependsOn,
  },
});
const ENTITIES = [
  user('guest'),
  user('robin'),
  service('data-processor', ['component:rest-api', 'component:queue']),
  service('rest-api'),
  service('queue'),
];

const catalogModuleTest = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'test',
  register(reg) {
    reg.registerInit({
      deps: { catalog: catalogProcessingExtensionPoint },
      async init({ catalog }) {
        const provider: EntityProvider = {
          getProviderName: () => 'test',
          connect: connection =>
            connection.applyMutation({
              type: 'full',
              entities: ENTITIES.map(({ metadata, ...entity }) => ({
                entity: {
                  ...entity,
                  metadata: {
                    ...metadata,
                    annotations: {
                      'backstage.io/managed-by-location': 'test:entities',
                      'backstage.io/managed-by-origin-location':
                        'test:entities',
                    },
                  },
                },
              })),
            }),
        };
        catalog.addEntityProvider(provider);
      },
    });
  },
});

type Feature = NonNullable<
  Parameters<typeof startTestBackend>[0]['features']
>[number];

const SIGN_IN: Feature[] = [
  import('@backstage/plugin-auth-backend'),
  authModuleDemo,
  authServiceFactory,
  httpAuthServiceFactory,
];
const PORTAL: Feature[] = [
  ...SIGN_IN,
  import('@backstage/plugin-permission-backend'),
  permissionModuleDemo,
  permissionsServiceFactory,
  userInfoServiceFactory,
  import('@backstage/plugin-catalog-backend'),
  catalogModuleTest,
  import('@backstage/plugin-events-backend'),
  import('@backstage/plugin-events-backend-module-github'),
  import('@ripplehq/backstage-plugin-changes-backend'),
];

/** Resolves to its address. */
async function start(features: Feature[], config: JsonObject) {
  const { server } = await startTestBackend({
    features: [...features, mockServices.rootConfig.factory({ data: config })],
  });
  return `http://localhost:${server.port()}`;
}

function signIn(url: string, cookie?: string): Promise<Response> {
  return fetch(`${url}/api/auth/demo/refresh`, {
    headers: cookie === undefined ? {} : { cookie },
  });
}

const cookieOf = (ref: string) =>
  `theme=dark; ripple-demo-user=${encodeURIComponent(ref)}`;

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await delay(50);
  }
}

jest.setTimeout(60_000);

describe('the demo', () => {
  let url: string;
  const identity = (cookie?: string) =>
    until(async () => {
      const response = await signIn(url, cookie);
      if (!response.ok) return undefined;
      return (await response.json()).backstageIdentity;
    });
  const as = async (ref: string) => {
    const { token } = await identity(cookieOf(ref));
    return (path: string) =>
      fetch(`${url}/api${path}`, {
        headers: { authorization: `Bearer ${token}` },
      });
  };
  const timelineOf = (get: (path: string) => Promise<Response>) =>
    until<Timeline>(async () => {
      const response = await get(
        '/changes/entities/by-name/component/default/data-processor/timeline',
      );
      if (response.status >= 500) throw new Error(await response.text());
      const timeline = response.ok && (await response.json());
      const known = timeline && timeline.lanes.length + timeline.withheld;
      return known === 3 ? timeline : undefined;
    });

  beforeAll(async () => {
    url = await start(PORTAL, CONFIG);
  });

  it.each([
    ['the first user, who has not chosen', undefined, GUEST],
    ['whom the visitor chose', cookieOf(ROBIN), ROBIN],
    ['the first user, for a stranger', cookieOf('user:default/eve'), GUEST],
    ['the first user, for a broken cookie', 'ripple-demo-user=%', GUEST],
  ])('signs in %s', async (_, cookie, expected) => {
    const { identity: signedIn } = await identity(cookie);
    expect(signedIn.userEntityRef).toBe(expected);
  });

  it('hides an entity from one user, and shows it to the other', async () => {
    const find = async (ref: string) => {
      const get = await as(ref);
      const path = '/catalog/entities/by-name/component/default/rest-api';
      return (await get(path)).status;
    };
    await until(async () => ((await find(GUEST)) === 200 ? true : undefined));
    expect(await find(ROBIN)).toBe(404);
  });

  it('counts what is withheld from the timeline, and never names it', async () => {
    const titles = ({ lanes }: Timeline) => lanes.map(({ title }) => title);
    const full = await timelineOf(await as(GUEST));
    expect(titles(full).sort()).toEqual([
      'data-processor',
      'queue',
      'rest-api',
    ]);
    expect(full.withheld).toBe(0);

    const cut = await timelineOf(await as(ROBIN));
    expect(titles(cut).sort()).toEqual(['data-processor', 'queue']);
    expect(cut.withheld).toBe(1);
    expect(JSON.stringify(cut)).not.toContain('rest-api');
  });

  it("takes GitHub's webhooks with the right signature alone", async () => {
    const body = JSON.stringify({ zen: 'Speak like a human.' });
    const send = (secret: string) =>
      fetch(`${url}/api/events/http/github`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-github-event': 'ping',
          'x-hub-signature-256': `sha256=${createHmac('sha256', secret)
            .update(body)
            .digest('hex')}`,
        },
        body,
      });
    expect((await send(WEBHOOK_SECRET)).status).toBe(202);
    expect((await send('another')).status).toBe(403);
  });
});

describe('outside the demo', () => {
  it('nobody signs in without a password', async () => {
    const { demo: _, ...config } = CONFIG;
    const response = await signIn(await start(SIGN_IN, config));
    expect(response.status).toBe(403);
  });

  it.each([{ host: '0.0.0.0', port: 7007 }, ':7007', { port: 7007 }])(
    'nor on %j, which others can reach',
    async listen => {
      const response = await signIn(
        await start(SIGN_IN, {
          ...CONFIG,
          backend: { ...CONFIG.backend, listen },
        }),
      );
      expect(response.status).toBe(403);
      expect((await response.json()).error.message).toContain('127.0.0.1');
    },
  );

  it('a rule for somebody unknown is refused', async () => {
    await expect(
      start(SIGN_IN, {
        ...CONFIG,
        demo: {
          users: CONFIG.demo.users,
          hidden: [{ user: 'user:eve', entities: [] }],
        },
      }),
    ).rejects.toThrow('user:default/eve is not one of demo.users');
  });
});
