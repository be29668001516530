import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { CoverageNote } from '@ripplehq/backstage-plugin-changes-common';
import { TestStore } from '../__testUtils__/TestStore';
import { sourcesAnswer } from './sources';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const NOW = Date.UTC(2026, 10, 19, 3);

async function stateOf(
  databaseId: TestDatabaseId,
  kinds: Record<string, CoverageNote['state']>,
) {
  const store = await TestStore.create(await databases.init(databaseId));
  await store.ingest.commit('kubernetes', {
    coverage: Object.entries(kinds).map(([kind, state]) => ({
      scope: `prod-eu/${kind}`,
      state,
      at: new Date(NOW).toISOString(),
      ...(state === 'live' ? {} : { reason: `${kind} is ${state}` }),
    })),
  });
  const { sources } = await sourcesAnswer(store.sql, [], NOW);
  return sources.map(({ state, error }) => ({ state, error }));
}

describe.each(databases.eachSupportedId())('a source, on %s', databaseId => {
  it('is live although one of its kinds may not be read, and says which', async () => {
    expect(
      await stateOf(databaseId, { pods: 'live', nodes: 'forbidden' }),
    ).toEqual([{ state: 'live', error: 'nodes is forbidden' }]);
  });

  it('tells when its audit log was last heard of', async () => {
    const store = await TestStore.create(await databases.init(databaseId), {
      now: () => NOW,
    });
    const at = new Date(NOW).toISOString();
    await store.ingest.commit('kubernetes', {
      coverage: [{ scope: 'prod-eu/pods', state: 'live', at }],
      attributions: [
        {
          instance: 'prod-eu',
          id: '1',
          subject: 'kubernetes:prod-eu/shop/ConfigMap/web',
          verb: 'update',
          from: at,
          to: at,
          actor: { name: 'anna', kind: 'user' },
        },
      ],
    });
    const { sources } = await sourcesAnswer(store.sql, [], NOW);
    expect(sources).toMatchObject([{ instance: 'prod-eu', auditHeardAt: at }]);
  });

  it('is stale as soon as one of its kinds is', async () => {
    expect(await stateOf(databaseId, { pods: 'live', nodes: 'stale' })).toEqual(
      [{ state: 'stale', error: 'nodes is stale' }],
    );
  });

  it('is forbidden where none of its kinds may be read', async () => {
    expect(
      await stateOf(databaseId, { pods: 'forbidden', nodes: 'forbidden' }),
    ).toEqual([{ state: 'forbidden', error: 'nodes is forbidden' }]);
  });
});
