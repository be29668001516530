import { TestDatabases } from '@backstage/backend-test-utils';
import { TestStore, deployment } from '../__testUtils__/TestStore';
import { sourcesAnswer } from '../services/sources';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const since = '2026-11-19T02:00:00Z';
const rule = { id: 'root-ca', reason: 'every namespace has a copy', count: 7 };

describe.each(databases.eachSupportedId())('NoiseNotes on %s', databaseId => {
  it('keep the latest word of each instance, and no secret, for GET /sources', async () => {
    const store = await TestStore.create(await databases.init(databaseId));
    await store.ingest.commit('kubernetes', { observations: [deployment()] });
    const commit = (count: number) =>
      store.ingest.commit('kubernetes', {
        noise: {
          instance: 'prod-eu',
          since,
          rules: [{ ...rule, count }],
          subjects: [
            {
              subject: 'kubernetes:prod-eu/shop/ConfigMap/state',
              changes: 1200,
              perMinute: 300,
              firstAt: since,
              lastAt: '2026-11-19T02:04:00Z',
              manager: 'password=hunter2-x',
              ignore: 'changes:\n  kubernetes:\n    ignore: []\n',
            },
          ],
        },
      });
    await commit(1);
    await commit(7);
    const now = Date.parse('2026-11-19T02:05:00Z');
    const { sources } = await sourcesAnswer(store.sql, [], now);
    expect(sources).toMatchObject([
      {
        instance: 'prod-eu',
        noise: { since, rules: [rule], subjects: [{ changes: 1200 }] },
      },
    ]);
    expect(JSON.stringify(sources)).not.toContain('hunter2');
  });

  it('are refused where they do not fit', async () => {
    const store = await TestStore.create(await databases.init(databaseId));
    await expect(
      store.ingest.commit('kubernetes', {
        noise: { instance: 'a', since: 'never', rules: [], subjects: [] },
      }),
    ).rejects.toThrow('noise.since');
  });
});
