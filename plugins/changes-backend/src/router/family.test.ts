import { TestDatabases } from '@backstage/backend-test-utils';
import { startPortal } from '../__testUtils__/portal';
import {
  component,
  deployment,
  deploymentOf,
  eventually,
  workload,
} from '../__testUtils__/story';

jest.setTimeout(60_000);

const now = Date.now();
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'what lies in an event, on %s',
  databaseId => {
    let portal: Awaited<ReturnType<typeof startPortal>>;
    let ids: Record<string, string>;

    beforeAll(async () => {
      portal = await startPortal({
        knex: await databases.init(databaseId),
        entities: [component('rest-api'), component('secret-api')],
        policy: { hidden: ['component:default/secret-api'] },
      });
      await portal.connection.commit({
        subjects: [
          workload('rest-api', ago(300)),
          workload('secret-api', ago(300)),
        ],
        observations: [
          deployment('rest-api', ago(100), {
            instance: 'hub',
            title: 'Argo CD synced shop to 3f9c2e1',
            subjects: [deploymentOf('rest-api'), deploymentOf('secret-api')],
            gathers: [
              { thread: 'rest-api', from: ago(101), to: ago(50) },
              { thread: 'secret-api', from: ago(101), to: ago(50) },
            ],
          }),
          deployment('rest-api', ago(90), {
            joins: ['rest-api'],
            gathers: [{ thread: 'config', from: ago(99), to: ago(80) }],
          }),
          deployment('secret-api', ago(90), { joins: ['secret-api'] }),
          deployment('rest-api', ago(95), {
            key: 'config',
            kind: 'config',
            title: 'ConfigMap app-config changed',
            joins: ['config', 'rest-api'],
          }),
        ],
      });
      const { body } = await eventually(
        () => portal.get('/events'),
        answer => answer.body.events?.length === 3,
      );
      ids = Object.fromEntries(
        body.events.map(({ title, id }: { title: string; id: string }) => [
          title,
          id,
        ]),
      );
    });

    afterAll(() => portal.stop());

    it('is told with it, as deep as it goes, but for what the reader may not see', async () => {
      const sync = ids['Argo CD synced shop to 3f9c2e1'];
      const rollout = ids['rest-api deployed'];
      const { body } = await portal.get(`/events/${sync}`);
      expect(body.partsComplete).toBe(true);
      expect(body.whole).toBeUndefined();
      expect(body.parts).toMatchObject([
        { title: 'ConfigMap app-config changed', partOf: rollout },
        { id: rollout, title: 'rest-api deployed', partOf: sync },
      ]);
      expect(JSON.stringify(body)).not.toContain('secret-api');
    });

    it('names what it lies in', async () => {
      const { body } = await portal.get(`/events/${ids['rest-api deployed']}`);
      expect(body.whole).toMatchObject({
        title: 'Argo CD synced shop to 3f9c2e1',
      });
      expect(body.parts).toHaveLength(1);
    });
  },
);
