import { TestDatabases } from '@backstage/backend-test-utils';
import { LOG_EVIDENCE_LABEL } from '@ripplehq/backstage-plugin-changes-common';
import { TestStore, deployment } from '../__testUtils__/TestStore';
import { Retention } from './Retention';
import { Verdicts } from './Verdicts';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const NOW = Date.parse('2026-11-19T00:00:00Z');
const daysAgo = (days: number) =>
  new Date(NOW - days * 86_400_000).toISOString();

describe.each(databases.eachSupportedId())('Retention on %s', databaseId => {
  const event = (key: string, days: number) =>
    deployment({
      key,
      title: key,
      observedAt: daysAgo(days),
      start: daysAgo(days),
      end: { at: daysAgo(days), status: 'succeeded' },
      before: { a: 1 },
      after: { a: 2 },
    });

  const setUp = async () => {
    const store = await TestStore.create(await databases.init(databaseId));
    const retention = Retention.create({
      sql: store.sql,
      days: 90,
      detailDays: 30,
      now: () => NOW,
    });
    return { store, retention };
  };
  const titles = async (store: TestStore) =>
    (await store.events()).map(({ title }) => title);
  const count = async (store: TestStore, table: string) =>
    (await store.sql.first<{ n: number }>(`select count(*) as n from ${table}`))
      ?.n;

  it('keeps kinds for as long as is said of them', async () => {
    const store = await TestStore.create(await databases.init(databaseId));
    const retention = Retention.create({
      sql: store.sql,
      days: 90,
      detailDays: 30,
      kindDays: { autoscale: 14, migration: 365, never: 1 },
      now: () => NOW,
    });
    await store.ingest.commit('kubernetes', {
      observations: [
        ['autoscale', 15],
        ['autoscale', 13],
        ['migration', 364],
        ['migration', 366],
        ['config', 89],
        ['config', 91],
      ].map(([kind, days]) => ({
        ...event(`${kind} of ${days}`, Number(days)),
        kind: String(kind),
      })),
    });
    await retention.run(new AbortController().signal);
    expect(await titles(store)).toEqual([
      'migration of 364',
      'config of 89',
      'autoscale of 13',
    ]);
  });

  it('removes old events with all by which they are found, and old details before', async () => {
    const { store, retention } = await setUp();
    await store.ingest.commit('kubernetes', {
      observations: [
        ...Array.from({ length: 120 }, (_, i) => event(`old-${i}`, 91 + i)),
        event('middle', 31),
        event('new', 1),
      ],
    });
    await retention.run(new AbortController().signal);

    expect(await store.events()).toMatchObject([
      { title: 'middle', hasDiff: false },
      { title: 'new', hasDiff: true },
    ]);
    expect(await count(store, 'link')).toBe(2);
    expect(await count(store, 'detail')).toBe(1);
    expect(await store.sql.all('select n from rollup')).toEqual([
      { n: 1 },
      { n: 1 },
    ]);
  });

  it('removes what containers logged after a week, and leaves the rest of the evidence', async () => {
    const { store, retention } = await setUp();
    const issue = (key: string, days: number) => ({
      ...event(key, days),
      type: 'health' as const,
      kind: 'crash-loop',
      before: undefined,
      after: undefined,
      end: { at: daysAgo(days), status: 'resolved' as const },
      evidence: [
        { label: 'Containers', text: key },
        { label: LOG_EVIDENCE_LABEL, text: `what ${key} logged` },
      ],
    });
    await store.ingest.commit('kubernetes', {
      observations: [issue('old', 8), issue('new', 6)],
    });
    await retention.run(new AbortController().signal);

    const stored = await store.sql.all<{ evidence: string }>(
      'select evidence from detail order by started_at',
    );
    expect(stored.map(({ evidence }) => JSON.parse(evidence))).toEqual([
      [{ label: 'Containers', text: 'old' }],
      [
        { label: 'Containers', text: 'new' },
        { label: LOG_EVIDENCE_LABEL, text: 'what new logged' },
      ],
    ]);
  });

  it('keeps what is open and what somebody gave a verdict on', async () => {
    const { store, retention } = await setUp();
    await store.ingest.commit('kubernetes', {
      observations: [
        event('cause', 200),
        event('symptom', 200),
        event('plain', 200),
        { ...event('open', 200), end: undefined },
      ],
    });
    const events = await store.events();
    const idOf = (title: string) =>
      events.find(candidate => candidate.title === title);
    await Verdicts.create({ sql: store.sql }).add(idOf('cause')?.rowId ?? 0, {
      symptom: idOf('symptom')?.id ?? '',
      verdict: 'cause',
      by: 'user:default/guest',
      at: daysAgo(1),
    });
    await retention.run(new AbortController().signal);

    expect((await titles(store)).sort()).toEqual(['cause', 'open', 'symptom']);
    expect(await count(store, 'detail')).toBe(3);
  });

  it('forgets after days what tied events together, not that it did', async () => {
    const { store, retention } = await setUp();
    const whole = (title: string, days: number) => ({
      ...event(title, days),
      gathers: [{ thread: title, from: daysAgo(days) }],
    });
    const parts = [5, 1].map(days => ({
      ...event(`part of ${days}`, days),
      joins: [`whole of ${days}`],
    }));
    await store.ingest.commit('kubernetes', {
      observations: [whole('whole of 5', 5), whole('whole of 1', 1), ...parts],
    });
    await retention.run(new AbortController().signal);
    expect(await count(store, 'tie')).toBe(2);

    await store.ingest.commit('kubernetes', { observations: parts });
    const events = await store.events();
    const find = (title: string) => events.find(it => it.title === title)!;
    expect(find('part of 5').partOf).toBe(find('whole of 5').id);
    expect(find('part of 1').partOf).toBe(find('whole of 1').id);
  });

  it('removes gone subjects only with their last event', async () => {
    const { store, retention } = await setUp();
    const row = (name: string, goneAt?: string) => ({
      subject: `kubernetes:prod-eu/shop/Deployment.apps/${name}`,
      kind: 'Deployment',
      name,
      labels: { app: name },
      observedAt: daysAgo(100),
      goneAt,
    });
    await store.ingest.commit('kubernetes', {
      subjects: [
        row('rest-api', daysAgo(100)),
        row('gone', daysAgo(100)),
        row('gone-lately', daysAgo(1)),
        row('there'),
      ],
      observations: [event('new', 1)],
    });
    await retention.run(new AbortController().signal);
    expect(
      await store.sql.all('select name from subject order by name'),
    ).toEqual([
      { name: 'gone-lately' },
      { name: 'rest-api' },
      { name: 'there' },
    ]);
    expect(await count(store, 'subject_label')).toBe(3);
  });

  it('forgets deliveries about what nothing was told of for so long, and nothing else that sources keep', async () => {
    const { store, retention } = await setUp();
    const remember = (source: string, scope: string, position: string) =>
      store.ingest.commit(source, {
        scope,
        position,
        states: [{ id: 'a', body: {} }],
      });
    await remember('pagerduty', 'main//incident/OLD', daysAgo(91));
    await remember('pagerduty', 'main//incident/NEW', daysAgo(89));
    await remember('pagerduty', 'main', daysAgo(200));
    await remember('kubernetes', 'prod-eu/shop/deployments.apps', '4711');
    await retention.run(new AbortController().signal);
    for (const table of ['source_state', 'source_position']) {
      expect(
        await store.sql.all(`select scope from ${table} order by scope`),
      ).toEqual([
        { scope: 'main' },
        { scope: 'main//incident/NEW' },
        { scope: 'prod-eu/shop/deployments.apps' },
      ]);
    }
  });

  it('stops between two transactions', async () => {
    const { store, retention } = await setUp();
    await store.ingest.commit('kubernetes', {
      observations: [event('old', 100)],
    });
    await retention.run(AbortSignal.abort());
    expect(await titles(store)).toEqual(['old']);
  });
});
