import { TestDatabases } from '@backstage/backend-test-utils';
import type { Attribution } from '@ripplehq/backstage-plugin-changes-common';
import { TestStore, deployment } from '../__testUtils__/TestStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const SUBJECT = 'kubernetes:prod-eu/shop/Deployment.apps/rest-api';
const NOW = Date.parse('2026-11-19T02:30:00Z');
const PROGRAM = { name: 'kubectl-edit', kind: 'unknown' as const };

const edited = deployment({
  actor: PROGRAM,
  write: {
    verb: 'update',
    manager: 'kubectl-edit',
    from: '2026-11-19T02:30:00Z',
    to: '2026-11-19T02:30:00.999Z',
  },
});

const attribution = (overrides: Partial<Attribution> = {}): Attribution => ({
  instance: 'prod-eu',
  id: 'a1',
  subject: SUBJECT,
  verb: 'update',
  manager: 'kubectl-edit',
  from: '2026-11-19T02:30:00.120Z',
  to: '2026-11-19T02:30:00.180Z',
  actor: { name: 'anna', kind: 'user', via: 'kubectl-edit', groups: ['sre'] },
  ...overrides,
});

describe.each(databases.eachSupportedId())('AttributionWriter on %s', id => {
  const open = async (options?: Parameters<typeof TestStore.create>[1]) =>
    TestStore.create(await databases.init(id), options);
  const actors = async (store: TestStore) =>
    (await store.events()).map(({ actor }) => actor?.name);
  const commit = (store: TestStore, ...attributions: Attribution[]) =>
    store.ingest.commit('kubernetes', { attributions });

  it('names the person, whichever comes first, and says so to whoever looks', async () => {
    const forward = await open();
    await forward.ingest.commit('kubernetes', { observations: [edited] });
    expect(await actors(forward)).toEqual(['kubectl-edit']);
    forward.notices.length = 0;
    await commit(forward, attribution());
    expect(forward.notices).toHaveLength(1);

    const backward = await open();
    await commit(backward, attribution());
    await backward.ingest.commit('kubernetes', { observations: [edited] });

    for (const store of [forward, backward]) {
      const [event] = await store.events();
      expect(event.actor).toEqual(attribution().actor);
      const facets = await store.sql.all<{ text: string }>(
        'select w.text from link l join word w on w.id = l.actor',
      );
      expect(facets).toEqual([{ text: 'anna' }]);
      const before = await store.dump();
      await commit(store, attribution());
      await store.ingest.commit('kubernetes', { observations: [edited] });
      expect(await store.dump()).toEqual(before);
    }
  });

  it('keeps whom the audit log named, whatever the object says later', async () => {
    const store = await open();
    await store.ingest.commit('kubernetes', { observations: [edited] });
    await commit(store, attribution());
    await store.ingest.commit('kubernetes', {
      observations: [
        {
          ...edited,
          observedAt: '2026-11-19T02:40:00Z',
          title: 'rest-api again',
        },
      ],
    });
    const [event] = await store.events();
    expect([event.title, event.actor?.name]).toEqual([
      'rest-api again',
      'anna',
    ]);
  });

  it('takes a name back when it turns out that it may have been another', async () => {
    const store = await open();
    await store.ingest.commit('kubernetes', { observations: [edited] });
    await commit(store, attribution());
    await commit(
      store,
      attribution({
        id: 'a2',
        from: '2026-11-19T02:30:00.300Z',
        to: '2026-11-19T02:30:00.400Z',
        actor: { name: 'ben', kind: 'user' },
      }),
    );
    expect(await actors(store)).toEqual(['kubectl-edit']);
  });

  it('names nobody for writes to other objects, at other times, in other ways', async () => {
    const store = await open();
    await store.ingest.commit('kubernetes', { observations: [edited] });
    await commit(
      store,
      attribution({ id: '1', subject: `${SUBJECT}-2` }),
      attribution({ id: '2', manager: 'helm' }),
      attribution({ id: '3', verb: 'delete' }),
      attribution({ id: '4', subresource: 'scale' }),
      attribution({
        id: '5',
        from: '2026-11-19T02:30:01.100Z',
        to: '2026-11-19T02:30:01.200Z',
      }),
    );
    expect(await actors(store)).toEqual(['kubectl-edit']);
  });

  it('forgets after an hour what no change came of', async () => {
    const clock = { now: NOW };
    const store = await open({ now: () => clock.now });
    await store.ingest.commit('kubernetes', { observations: [edited] });
    await commit(store, attribution({ id: 'old', subject: `${SUBJECT}-2` }));
    clock.now += 3_600_001;
    await commit(store, attribution({ id: 'new', subject: `${SUBJECT}-3` }));
    expect(await store.sql.all('select id from attribution')).toEqual([
      { id: 'new' },
    ]);
    expect(await store.sql.all('select * from written')).toEqual([]);
  });

  it('keeps what was found out when its entry is forgotten', async () => {
    const clock = { now: NOW };
    const store = await open({ now: () => clock.now });
    await commit(store, attribution());
    clock.now += 3_000_000;
    await store.ingest.commit('kubernetes', { observations: [edited] });
    clock.now += 1_000_000;
    await commit(
      store,
      attribution({ id: 'a2', manager: 'helm' }),
      attribution({ id: 'a3', actor: { name: 'ben', kind: 'user' } }),
    );
    expect(
      await store.sql.all('select id from attribution order by id'),
    ).toEqual([{ id: 'a2' }, { id: 'a3' }]);
    expect(await actors(store)).toEqual(['anna']);
  });

  it('hides what looks like a secret in what a client calls itself', async () => {
    const store = await open();
    await store.ingest.commit('kubernetes', { observations: [edited] });
    const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
    await commit(
      store,
      attribution({
        actor: { name: 'anna', kind: 'user', client: `curl ${token}` },
      }),
      attribution({ id: 'a2', manager: token }),
      attribution({ id: 'a3', subject: `${SUBJECT}-${token}` }),
    );
    expect(JSON.stringify(await store.dump())).not.toContain(token);
    expect(await actors(store)).toEqual(['anna']);
  });

  it('names the person though the two come to two replicas at once', async () => {
    const store = await open();
    const other = store.another();
    const instances = Array.from({ length: 20 }, (_, index) => {
      const subject = `${SUBJECT}-${index}`;
      return {
        observation: { ...edited, key: `uid-${index}/2`, subjects: [subject] },
        attribution: attribution({ id: `a${index}`, subject }),
      };
    });
    await Promise.all(
      instances.flatMap(one => [
        store.ingest.commit('kubernetes', { observations: [one.observation] }),
        other.ingest.commit('kubernetes', { attributions: [one.attribution] }),
      ]),
    );
    expect(new Set(await actors(store))).toEqual(new Set(['anna']));
  });
});
