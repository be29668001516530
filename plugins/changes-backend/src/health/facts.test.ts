import { TestDatabases } from '@backstage/backend-test-utils';
import { TestStore } from '../__testUtils__/TestStore';
import { watched, workload } from '../__testUtils__/story';
import { environments } from '../ingest/environments';
import { finishCatalog, writeEntities } from '../store/catalog';
import { entitiesByRefs } from '../store/questions/entities';
import { currentFacts } from './facts';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const NOW = Date.UTC(2026, 10, 19, 3);
const iso = (ms: number) => new Date(ms).toISOString();
const NAMES = ['noisy', 'quiet'];
/** More than one question answers. */
const MANY = 5000;

it('what is wrong with one is not hidden by how much is open of others', async () => {
  const store = await TestStore.create(await databases.init('SQLITE_3'));
  await store.ingest.commit('kubernetes', {
    ...watched(iso(NOW)),
    subjects: NAMES.map(name => workload(name, iso(NOW))),
  });
  await writeEntities(
    store.sql,
    NAMES.map(name => ({
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
    refs: new Set(NAMES.map(name => `component:default/${name}`)),
    edges: [],
    at: NOW,
  });
  const issue = (name: string, key: string, at: number) => ({
    type: 'health' as const,
    kind: 'crash-loop',
    key,
    title: 'app crashes again and again',
    severity: 'critical' as const,
    instance: 'prod-eu',
    observedAt: iso(at),
    start: iso(at),
    subjects: [workload(name, iso(NOW)).subject],
  });
  const observations = [
    issue('quiet', 'quiet', NOW),
    ...Array.from({ length: MANY }, (_, index) =>
      issue('noisy', `noisy/${index}`, NOW + 1000),
    ),
  ];
  for (let i = 0; i < observations.length; i += 500) {
    await store.ingest.commit('kubernetes', {
      observations: observations.slice(i, i + 500),
    });
  }
  const ids = (
    await entitiesByRefs(
      store.sql,
      NAMES.map(name => `component:default/${name}`),
    )
  ).map(({ id }) => id);
  const facts = await currentFacts(
    store,
    { environments: environments([]), alertSources: [], coverage: [] },
    ids,
  );
  const counts = [...facts.values()].map(({ issues }) => issues.length).sort();
  expect(counts[0]).toBe(1);
});
