import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { TestStore } from '../__testUtils__/TestStore';
import { deploymentOf, watched, workload } from '../__testUtils__/story';
import { RowClocks } from '../health/RowClocks';
import { environments } from '../ingest/environments';
import { finishCatalog, writeEntities } from '../store/catalog';
import { entitiesByRefs } from '../store/questions/entities';
import { StatusBoard } from './StatusBoard';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const T0 = Date.UTC(2026, 10, 19, 3);
const iso = (ms: number) => new Date(ms).toISOString();
const SERVICES = ['rest-api', 'orders-db'];

describe('the status board', () => {
  it('looks at all again when a cluster is heard of anew, though meanwhile a few were', async () => {
    const store = await TestStore.create(await databases.init('SQLITE_3'));
    let now = T0;
    await store.ingest.commit('kubernetes', {
      ...watched(iso(T0)),
      subjects: SERVICES.map(name => workload(name, iso(T0))),
    });
    await registerServices(store);
    const board = StatusBoard.create({
      store,
      environments: environments([]),
      environmentOrder: [],
      clocks: RowClocks.create({ feed: store.feed, now: () => now }),
      logger: mockServices.logger.mock(),
      now: () => now,
    });
    const statuses = async () =>
      (
        await entitiesByRefs(
          store.sql,
          SERVICES.map(name => `component:default/${name}`),
        )
      ).map(({ id }) => board.get(id)!.status.status);

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
