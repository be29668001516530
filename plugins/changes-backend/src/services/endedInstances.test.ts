import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import { TestStore } from '../__testUtils__/TestStore';
import { watched, workload } from '../__testUtils__/story';
import { currentCoverage, currentFacts } from '../health/facts';
import { environments } from '../ingest/environments';
import { Retention } from '../store/Retention';
import { finishCatalog, writeEntities } from '../store/catalog';
import { entitiesByRefs } from '../store/questions/entities';
import { sourcesAnswer } from './sources';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const NOW = Date.UTC(2026, 10, 19, 3);
const DAY_MS = 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString();

describe.each(databases.eachSupportedId())(
  'a cluster that is no longer configured, on %s',
  databaseId => {
    it('leaves what is current and stays in the history', async () => {
      const store = await storeWithTwoClusters(databaseId);
      const clusters = async (now = NOW) =>
        (await sourcesAnswer(store.sql, [], now)).sources.map(
          ({ instance }) => instance,
        );
      expect(await clusters()).toEqual(['prod-eu', 'prod-us']);

      await store.ingest.commit('kubernetes', {
        instances: { names: ['prod-eu'], at: iso(NOW + 1000) },
      });
      expect(await clusters()).toEqual(['prod-eu']);
      expect(await workloadClusters(store)).toEqual(['prod-eu']);
      expect(
        await store.sql.all(
          `select distinct to_at from coverage where instance = 'prod-us'`,
        ),
      ).toEqual([{ to_at: NOW + 1000 }]);

      const later = NOW + 100 * DAY_MS;
      await Retention.create({
        sql: store.sql,
        days: 90,
        detailDays: 30,
        now: () => later,
      }).run(new AbortController().signal);
      expect(await clusters(later)).toEqual(['prod-eu']);
      expect(await workloadClusters(store)).toEqual(['prod-eu']);
    });

    it('leaves nothing wrong that nobody will ever end', async () => {
      const store = await storeWithTwoClusters(databaseId);
      const crashes = (cluster: string) => ({
        type: 'health' as const,
        kind: 'crash-loop',
        key: `${cluster}/crash-loop`,
        title: 'app crashes again and again',
        severity: 'critical' as const,
        instance: cluster,
        cluster,
        observedAt: iso(NOW),
        start: iso(NOW),
        subjects: [workload('rest-api', iso(NOW), {}, cluster).subject],
      });
      await store.ingest.commit('kubernetes', {
        observations: [crashes('prod-us')],
      });
      const open = async () => {
        const { issues, loose } = await restApi(store);
        return [issues.length, loose.length];
      };
      expect(await open()).toEqual([1, 0]);
      await store.ingest.commit('kubernetes', {
        instances: { names: ['prod-eu'], at: iso(NOW + 1000) },
      });
      expect(await open()).toEqual([0, 0]);
    });

    it('is current again when it comes back', async () => {
      const store = await storeWithTwoClusters(databaseId);
      await store.ingest.commit('kubernetes', {
        instances: { names: [], at: iso(NOW + 1000) },
      });
      expect(await workloadClusters(store)).toEqual([]);
      await store.ingest.commit(
        'kubernetes',
        watched(iso(NOW + 2000), 'prod-us'),
      );
      expect(await workloadClusters(store)).toEqual(['prod-us']);
    });
  },
);

async function storeWithTwoClusters(databaseId: TestDatabaseId) {
  const store = await TestStore.create(await databases.init(databaseId));
  for (const cluster of ['prod-eu', 'prod-us']) {
    await store.ingest.commit('kubernetes', {
      ...watched(iso(NOW), cluster),
      subjects: [workload('rest-api', iso(NOW), {}, cluster)],
    });
  }
  await writeEntities(store.sql, [
    {
      ref: 'component:default/rest-api',
      kind: 'Component',
      namespace: 'default',
      name: 'rest-api',
      annotations: {},
      claims: [
        {
          rank: 0,
          source: 'kubernetes',
          how: 'label',
          key: 'app',
          value: 'rest-api',
        },
      ],
    },
  ]);
  await finishCatalog(store.sql, {
    refs: new Set(['component:default/rest-api']),
    edges: [],
    at: NOW,
  });
  return store;
}

async function workloadClusters(store: TestStore) {
  const { workloads } = await restApi(store);
  return workloads.map(({ row }) => row.cluster).sort();
}

async function restApi(store: TestStore) {
  const [entity] = await entitiesByRefs(store.sql, [
    'component:default/rest-api',
  ]);
  const coverage = await currentCoverage(store, NOW + 3000);
  const facts = await currentFacts(
    store,
    {
      environments: environments([]),
      alertSources: [],
      coverage,
    },
    [entity.id],
  );
  return facts.get(entity.id)!;
}
