import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { TestStore } from '../__testUtils__/TestStore';
import {
  deploymentOf,
  healthIssue,
  watched,
  workload,
} from '../__testUtils__/story';
import { environments } from '../ingest/environments';
import { finishCatalog, writeEntities } from '../store/catalog';
import { entitiesByRefs } from '../store/questions/entities';
import { StatusBoard } from './StatusBoard';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const T0 = Date.UTC(2026, 10, 19, 3);
const iso = (ms: number) => new Date(ms).toISOString();
const SERVICES = ['rest-api', 'orders-db'];

describe('the status board', () => {
  let now: number;

  beforeEach(() => {
    now = T0;
  });

  const boardOf = (store: TestStore) =>
    StatusBoard.create({
      store,
      environments: environments([]),
      environmentOrder: [],
      alertSources: ['pagerduty'],
      logger: mockServices.logger.mock(),
      now: () => now,
    });

  it('looks at all again when a cluster is heard of anew, though meanwhile a few were', async () => {
    const store = await TestStore.create(await databases.init('SQLITE_3'));
    await store.ingest.commit('kubernetes', {
      ...watched(iso(T0)),
      subjects: SERVICES.map(name => workload(name, iso(T0))),
    });
    await registerServices(store);
    const board = boardOf(store);
    const statuses = async () =>
      (
        await entitiesByRefs(
          store.sql,
          SERVICES.map(name => `component:default/${name}`),
        )
      ).map(({ id }) => board.get(id)!.own.status);

    now = T0 + 3_600_000;
    await board.refreshAll();
    expect(await statuses()).toEqual(['unknown', 'unknown']);

    await store.ingest.commit('kubernetes', watched(iso(now)));
    const touched = await store.sql.first<{ id: number }>(
      'select id from subject where subject = ?',
      [deploymentOf('rest-api')],
    );
    await board.refreshSubjects([touched!.id]);
    await board.tick();
    expect(await statuses()).toEqual(['healthy', 'healthy']);
  });

  it('works for those alone whom a change or a silence concerns', async () => {
    const store = await TestStore.create(await databases.init('SQLITE_3'));
    const clusterOf = { 'rest-api': 'prod-eu', 'orders-db': 'prod-us' };
    await store.ingest.commit('kubernetes', {
      coverage: Object.values(clusterOf).flatMap(
        cluster => watched(iso(T0), cluster).coverage,
      ),
      subjects: Object.entries(clusterOf).map(([name, cluster]) =>
        workload(name, iso(T0), {}, cluster),
      ),
    });
    await registerServices(store);
    const board = boardOf(store);
    await board.refreshAll();
    const [restApi, ordersDb] = await Promise.all(
      SERVICES.map(
        async name =>
          (
            await entitiesByRefs(store.sql, [`component:default/${name}`])
          )[0].id,
      ),
    );
    const before = [restApi, ordersDb].map(id => board.get(id));
    const isWorkedOutAnew = () =>
      [restApi, ordersDb].map((id, index) => board.get(id) !== before[index]);

    await store.ingest.commit('kubernetes', {
      observations: [healthIssue('rest-api', iso(T0))],
    });
    const { subjectIds } = store.notices.at(-1)!;
    await board.refreshSubjects(subjectIds);
    expect(isWorkedOutAnew()).toEqual([true, false]);
    expect(board.get(restApi)!.own.status).toBe('unhealthy');

    before[0] = board.get(restApi);
    await board.tick();
    expect(isWorkedOutAnew()).toEqual([false, false]);

    now = T0 + 600_000;
    await store.ingest.commit('kubernetes', watched(iso(now), 'prod-eu'));
    expect(await board.tick()).toBe(true);
    expect(isWorkedOutAnew()).toEqual([false, true]);
    expect(board.get(ordersDb)!.own.status).toBe('unknown');
  });

  it('counts the replicas that are heard of, and only where none are those last seen', async () => {
    const store = await TestStore.create(await databases.init('SQLITE_3'));
    await store.ingest.commit('kubernetes', {
      coverage: [
        ...watched(iso(T0)).coverage,
        ...watched(iso(T0), 'prod-us').coverage,
      ],
      subjects: [
        workload('rest-api', iso(T0), { desired: 10 }),
        workload('rest-api', iso(T0), { desired: 3 }, 'prod-us'),
      ],
    });
    await registerServices(store);
    const board = boardOf(store);
    const ready = async () => {
      await board.refreshAll();
      const [entity] = await entitiesByRefs(store.sql, [
        'component:default/rest-api',
      ]);
      return board.get(entity.id)!.ready;
    };
    expect(await ready()).toEqual({ ready: 13, desired: 13 });
    now = T0 + 3_600_000;
    await store.ingest.commit('kubernetes', watched(iso(now)));
    expect(await ready()).toEqual({ ready: 10, desired: 10 });
    now += 3_600_000;
    expect(await ready()).toEqual({ ready: 13, desired: 13 });
  });
});

async function registerServices(store: TestStore): Promise<void> {
  await writeEntities(
    store.sql,
    SERVICES.map(name => ({
      ref: `component:default/${name}`,
      kind: 'Component',
      namespace: 'default',
      name,
      annotations: {},
      claims: [
        {
          rank: 0,
          source: 'kubernetes',
          how: 'label' as const,
          key: 'app',
          value: name,
        },
      ],
    })),
  );
  await finishCatalog(store.sql, {
    refs: new Set(SERVICES.map(name => `component:default/${name}`)),
    edges: [],
    at: T0,
  });
}
