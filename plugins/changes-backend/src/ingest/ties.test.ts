import { TestDatabases } from '@backstage/backend-test-utils';
import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { TestStore, deployment } from '../__testUtils__/TestStore';
import { eventId } from './identify';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const TRACKING = 'argocd/prod-eu/rest-api:apps/Deployment:shop/rest-api';
const OWN = 'written/rest-api/argocd-controller';

const sync = (over: Partial<Observation> = {}) =>
  deployment({
    instance: 'hub',
    key: 'app/2026-11-19T02:29:58Z',
    title: 'Argo CD synced rest-api to 3f9c2e1',
    start: '2026-11-19T02:29:58Z',
    observedAt: '2026-11-19T02:29:59Z',
    end: undefined,
    gathers: [{ thread: TRACKING, from: '2026-11-19T02:29:58Z' }],
    ...over,
  });
const rollout = (over: Partial<Observation> = {}) =>
  deployment({
    joins: [TRACKING],
    gathers: [
      {
        thread: OWN,
        from: '2026-11-19T02:29:55Z',
        to: '2026-11-19T02:30:05Z',
      },
    ],
    ...over,
  });
const config = () =>
  deployment({
    kind: 'config',
    key: 'config/7',
    title: 'ConfigMap app-config changed',
    start: '2026-11-19T02:29:59Z',
    joins: [OWN, TRACKING],
  });

const SYNC = eventId('kubernetes', 'hub', 'app/2026-11-19T02:29:58Z');
const ROLLOUT = eventId('kubernetes', 'prod-eu', 'uid/2');

function permutations<T>(items: T[]): T[][] {
  return items.length < 2
    ? [items]
    : items.flatMap((item, index) =>
        permutations(items.filter((_, at) => at !== index)).map(rest => [
          item,
          ...rest,
        ]),
      );
}

describe.each(databases.eachSupportedId())('ties on %s', databaseId => {
  const open = async () => TestStore.create(await databases.init(databaseId));
  const wholes = async (store: TestStore) =>
    Object.fromEntries(
      (await store.events()).map(({ title, partOf }) => [title, partOf]),
    );

  it('find the whole of an event of another cluster, whichever comes first', async () => {
    for (const order of permutations([sync(), rollout(), config()])) {
      const store = await open();
      for (const observation of order) {
        await store.ingest.commit('kubernetes', {
          observations: [observation],
        });
      }
      expect(await wholes(store)).toEqual({
        'Argo CD synced rest-api to 3f9c2e1': undefined,
        'rest-api deployed v2.14.1': SYNC,
        'ConfigMap app-config changed': ROLLOUT,
      });
      expect(
        store.notices.flatMap(({ eventIds }) => eventIds).filter(isRollout),
      ).not.toHaveLength(0);
    }
  });

  it('stay as they are when the same comes again', async () => {
    const store = await open();
    const all = { observations: [sync(), rollout(), config()] };
    await store.ingest.commit('kubernetes', all);
    const before = await store.dump();
    store.notices.splice(0);
    await store.ingest.commit('kubernetes', all);
    expect(await store.dump()).toEqual(before);
    expect(store.notices).toEqual([]);
  });

  it('hold only what began in their time', async () => {
    const store = await open();
    await store.ingest.commit('kubernetes', {
      observations: [
        sync({
          key: 'app/earlier',
          title: 'an earlier sync',
          start: '2026-11-19T02:20:00Z',
          gathers: [
            {
              thread: TRACKING,
              from: '2026-11-19T02:20:00Z',
              to: '2026-11-19T02:21:00Z',
            },
          ],
        }),
        rollout(),
      ],
    });
    expect(await wholes(store)).toMatchObject({
      'rest-api deployed v2.14.1': undefined,
    });
  });

  it('prefer what had begun by then, then what began last', async () => {
    const store = await open();
    const at = (seconds: number) =>
      new Date(Date.parse('2026-11-19T02:30:00Z') + seconds * 1000);
    const during = (name: string, start: number) =>
      sync({
        key: name,
        title: name,
        start: at(start).toISOString(),
        gathers: [
          {
            thread: TRACKING,
            from: at(start - 2).toISOString(),
            to: at(start + 30).toISOString(),
          },
        ],
      });
    await store.ingest.commit('kubernetes', {
      observations: [
        during('before last', -20),
        during('last', -3),
        during('next', 1),
        rollout(),
      ],
    });
    expect(await wholes(store)).toMatchObject({
      'rest-api deployed v2.14.1': eventId('kubernetes', 'hub', 'last'),
    });
  });

  it('prefer of what was still to come the first', async () => {
    const store = await open();
    const rolledOut = (name: string, start: string) =>
      sync({
        key: name,
        title: name,
        start,
        gathers: [{ thread: OWN, from: '2026-11-19T02:25:00Z', to: start }],
      });
    await store.ingest.commit('kubernetes', {
      observations: [
        rolledOut('later', '2026-11-19T02:33:00Z'),
        rolledOut('soon', '2026-11-19T02:30:04Z'),
        config(),
      ],
    });
    expect(await wholes(store)).toMatchObject({
      'ConfigMap app-config changed': eventId('kubernetes', 'hub', 'soon'),
    });
  });

  it('let go what turns out to have begun after the end', async () => {
    const store = await open();
    await store.ingest.commit('kubernetes', {
      observations: [sync(), rollout()],
    });
    await store.ingest.commit('kubernetes', {
      observations: [
        sync({
          observedAt: '2026-11-19T02:30:30Z',
          gathers: [
            {
              thread: TRACKING,
              from: '2026-11-19T02:29:58Z',
              to: '2026-11-19T02:29:59Z',
            },
          ],
        }),
      ],
    });
    expect(await wholes(store)).toMatchObject({
      'rest-api deployed v2.14.1': undefined,
    });
  });

  it('are of no concern to other sources', async () => {
    const store = await open();
    await store.ingest.commit('kubernetes', { observations: [rollout()] });
    await store.ingest.commit('manual', { observations: [sync()] });
    expect(await wholes(store)).toMatchObject({
      'rest-api deployed v2.14.1': undefined,
    });
  });
});

function isRollout(id: string): boolean {
  return id === ROLLOUT;
}
