import { TestDatabases } from '@backstage/backend-test-utils';
import { InputError } from '@backstage/errors';
import type { SubjectRow } from '@ripplehq/backstage-plugin-changes-common';
import { TABLES, TestStore, deployment } from '../__testUtils__/TestStore';
import { decodeManifest } from '../store/details';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const SUBJECT = 'kubernetes:prod-eu/shop/Deployment.apps/rest-api';

const subjectRow = (overrides: Partial<SubjectRow> = {}): SubjectRow => ({
  subject: SUBJECT,
  kind: 'Deployment',
  cluster: 'prod-eu',
  namespace: 'shop',
  name: 'rest-api',
  labels: { app: 'rest-api', tier: 'backend' },
  observedAt: '2026-11-19T02:30:00Z',
  ...overrides,
});

describe.each(databases.eachSupportedId())('Ingest on %s', databaseId => {
  const open = async (options?: Parameters<typeof TestStore.create>[1]) =>
    TestStore.create(await databases.init(databaseId), options);

  it('makes one event of all that is said of one key, in any order and any number of times', async () => {
    const began = deployment({
      end: undefined,
      title: 'rest-api rolls out v2.14.1',
      before: { spec: { replicas: 50, image: 'a:1' } },
      after: { spec: { replicas: 5, image: 'a:2' } },
    });
    const ended = deployment({
      observedAt: '2026-11-19T02:31:00Z',
      start: undefined,
      rollout: { revision: '7', steps: [] },
    });
    const forward = await open();
    await forward.ingest.commit('kubernetes', { observations: [began] });
    await forward.ingest.commit('kubernetes', { observations: [ended] });
    const backward = await open();
    await backward.ingest.commit('kubernetes', { observations: [ended] });
    await backward.ingest.commit('kubernetes', { observations: [began] });
    await backward.ingest.commit('kubernetes', {
      observations: [began, ended, began],
    });

    for (const store of [forward, backward]) {
      const events = await store.events();
      expect(events).toMatchObject([
        {
          title: 'rest-api deployed v2.14.1',
          status: 'succeeded',
          source: 'kubernetes',
          instance: 'prod-eu',
          cluster: 'prod-eu',
          environment: 'prod-eu',
          startedAt: '2026-11-19T02:30:00.000Z',
          endedAt: '2026-11-19T02:31:00.000Z',
          hasDiff: true,
        },
      ]);
      const [detail] = await store.sql.all<{
        manifest: Buffer;
        rollout: string;
      }>('select manifest, rollout from detail');
      expect(decodeManifest(detail.manifest)).toEqual({
        before: began.before,
        after: began.after,
      });
      expect(JSON.parse(detail.rollout)).toEqual(ended.rollout);
      expect(await store.sql.all('select n, hour from rollup')).toEqual([
        { n: 1, hour: Date.parse('2026-11-19T02:00:00Z') / 3_600_000 },
      ]);
      expect(await store.sql.all('select at, status from link')).toEqual([
        { at: Date.parse('2026-11-19T02:30:00Z'), status: 1 },
      ]);
    }
  });

  it('keeps between which times something ended that nobody saw end', async () => {
    const store = await open();
    const begun = deployment({ end: undefined });
    const ended = deployment({
      observedAt: '2026-11-19T03:00:00Z',
      end: {
        at: '2026-11-19T03:00:00Z',
        after: '2026-11-19T02:40:00Z',
        status: 'succeeded',
      },
    });
    for (const observation of [begun, ended, begun]) {
      await store.ingest.commit('kubernetes', { observations: [observation] });
    }
    expect(await store.events()).toMatchObject([
      {
        status: 'succeeded',
        endedAt: '2026-11-19T03:00:00.000Z',
        endedBetween: {
          from: '2026-11-19T02:40:00.000Z',
          to: '2026-11-19T03:00:00.000Z',
        },
      },
    ]);
    await store.ingest.commit('kubernetes', {
      observations: [
        deployment({
          observedAt: '2026-11-19T03:01:00Z',
          end: { at: '2026-11-19T02:50:00Z', status: 'succeeded' },
        }),
      ],
    });
    const [event] = await store.events();
    expect(event.endedAt).toBe('2026-11-19T02:50:00.000Z');
    expect(event.endedBetween).toBeUndefined();
    await expect(
      store.ingest.commit('kubernetes', {
        observations: [
          deployment({
            end: {
              at: '2026-11-19T02:50:00Z',
              after: '2026-11-19T02:51:00Z',
              status: 'succeeded',
            },
          }),
        ],
      }),
    ).rejects.toThrow('observations[0].end.after: must not be after at');
  });

  it('writes nothing when the same comes again', async () => {
    const store = await open();
    const batch = {
      observations: [deployment({ before: { a: 1 }, after: { a: 2 } })],
      subjects: [subjectRow()],
      coverage: [
        {
          scope: 'prod-eu/deployments.apps',
          state: 'live' as const,
          at: '2026-11-19T02:30:00Z',
        },
      ],
      scope: 'prod-eu/deployments.apps',
      states: [{ id: 'uid', body: { generation: 2 } }],
      position: '4711',
    };
    await store.ingest.commit('kubernetes', batch);
    const first = await store.dump();
    expect(store.notices).toHaveLength(1);

    await store.ingest.commit('kubernetes', batch);
    expect(await store.dump()).toEqual(first);
    expect(store.notices).toHaveLength(1);
    expect(await store.states.position('kubernetes', batch.scope)).toBe('4711');
  });

  it('leaves nothing of a batch that breaks in the middle', async () => {
    const store = await open();
    const before = await store.dump();
    jest
      .spyOn(store.states, 'writePosition')
      .mockRejectedValueOnce(new Error('the machine stopped'));
    const batch = {
      observations: [deployment()],
      subjects: [subjectRow()],
      scope: 'prod-eu/deployments.apps',
      states: [{ id: 'uid', body: 1 }],
      position: '4711',
    };
    await expect(store.ingest.commit('kubernetes', batch)).rejects.toThrow(
      'the machine stopped',
    );
    expect(await store.dump()).toEqual(before);
    expect(store.notices).toEqual([]);

    // What was learnt of the dictionary in the broken transaction is not believed.
    await store.ingest.commit('kubernetes', batch);
    expect(await store.events()).toHaveLength(1);
  });

  it('moves links and counts when the start or the subjects become known better', async () => {
    const store = await open();
    await store.ingest.commit('kubernetes', { observations: [deployment()] });
    await store.ingest.commit('kubernetes', {
      observations: [
        deployment({
          observedAt: '2026-11-19T02:30:04Z',
          start: '2026-11-19T01:59:00Z',
          subjects: ['kubernetes:prod-eu/shop/Deployment.apps/worker'],
        }),
      ],
    });

    const start = Date.parse('2026-11-19T01:59:00Z');
    const end = Date.parse('2026-11-19T02:31:00Z');
    const hour = Math.floor(start / 3_600_000);
    expect(await store.sql.all('select at from link')).toEqual([
      { at: start },
      { at: start },
    ]);
    expect(
      await store.sql.all('select started_at, ended_at from span'),
    ).toEqual([
      { started_at: start, ended_at: end },
      { started_at: start, ended_at: end },
    ]);
    expect(
      await store.sql.all('select hour, n from rollup where n > 0'),
    ).toEqual([
      { hour, n: 1 },
      { hour, n: 1 },
    ]);
    expect((await store.events())[0].title).toBe('rest-api deployed v2.14.1');
  });

  it('finds open intervals by their open end, and closes them', async () => {
    const store = await open();
    const open1 = deployment({ end: undefined });
    await store.ingest.commit('kubernetes', { observations: [open1] });
    expect(await store.sql.all('select ended_at from span')).toEqual([
      { ended_at: Number.MAX_SAFE_INTEGER },
    ]);
    await store.ingest.commit('kubernetes', {
      observations: [
        deployment({
          observedAt: '2026-11-19T02:40:00Z',
          end: { at: '2026-11-19T02:30:00Z', status: 'superseded' },
        }),
      ],
    });
    expect(await store.sql.all('select ended_at from span')).toEqual([]);
    expect(await store.events()).toMatchObject([{ status: 'superseded' }]);
  });

  it('never lets an older subject row overwrite a newer one, and rewrites labels', async () => {
    const store = await open();
    const newer = subjectRow({
      observedAt: '2026-11-19T03:00:00Z',
      labels: { app: 'api' },
    });
    await store.ingest.commit('kubernetes', { subjects: [subjectRow()] });
    await store.ingest.commit('kubernetes', { subjects: [newer] });
    await store.ingest.commit('kubernetes', {
      subjects: [subjectRow({ name: 'old' })],
    });
    expect(
      await store.sql.all('select name, observed_at, first_seen from subject'),
    ).toEqual([
      {
        name: 'rest-api',
        observed_at: Date.parse('2026-11-19T03:00:00Z'),
        first_seen: Date.parse('2026-11-19T02:30:00Z'),
      },
    ]);
    expect(await store.sql.all('select key, value from subject_label')).toEqual(
      [{ key: 'app', value: 'api' }],
    );
  });

  it('keeps the labels of what was deleted, and takes the mark away when it comes back', async () => {
    const store = await open();
    await store.ingest.commit('kubernetes', { subjects: [subjectRow()] });
    await store.ingest.commit('kubernetes', {
      subjects: [
        subjectRow({
          labels: undefined,
          observedAt: '2026-11-19T03:00:00Z',
          goneAt: '2026-11-19T03:00:00Z',
        }),
      ],
    });
    expect(await store.sql.all('select gone_at, labels from subject')).toEqual([
      {
        gone_at: Date.parse('2026-11-19T03:00:00Z'),
        labels: '{"app":"rest-api","tier":"backend"}',
      },
    ]);
    await store.ingest.commit('kubernetes', {
      subjects: [subjectRow({ observedAt: '2026-11-19T04:00:00Z' })],
    });
    expect(await store.sql.all('select gone_at from subject')).toEqual([
      { gone_at: null },
    ]);
  });

  it('gives an event its environment by rule, by word, by label and else by cluster', async () => {
    const store = await open({
      environments: [
        { name: 'Production', clusters: ['prod-*'], namespaces: ['shop'] },
        { name: 'Staging' },
      ],
    });
    const elsewhere = 'kubernetes:lab/shop/Deployment.apps/rest-api';
    await store.ingest.commit('kubernetes', {
      subjects: [
        subjectRow({
          subject: elsewhere,
          cluster: 'lab',
          labels: { 'app.kubernetes.io/environment': 'stg' },
        }),
      ],
      observations: [
        deployment({ key: '1' }),
        deployment({ key: '2', namespace: 'tools', environment: 'PRD' }),
        deployment({ key: '3', cluster: 'lab', subjects: [elsewhere] }),
        deployment({ key: '4', namespace: 'tools' }),
        deployment({
          key: '5',
          cluster: undefined,
          namespace: undefined,
          subjects: ['launchdarkly:main/checkout'],
        }),
      ],
    });
    const byKey = (await store.events()).map(event => event.environment);
    expect(byKey).toEqual([
      'Production',
      'Production',
      'Staging',
      'Production',
      undefined,
    ]);
  });

  it('stores no secret, whatever field it comes in', async () => {
    const store = await open({ secretKey: 'a key' });
    const secret = 'hunter2-planted';
    const url = `postgres://user:${secret}@db/shop`;
    const env = (value: string) => ({
      spec: { env: [{ name: 'DB_PASSWORD', value }] },
    });
    await store.ingest.commit('kubernetes', {
      scope: 'prod-eu/secrets',
      observations: [
        deployment({
          title: `rest-api connects to ${url}`,
          before: env(secret),
          after: env(`${secret}-2`),
          diff: [
            {
              path: 'spec.containers[app].env[API_TOKEN].value',
              before: secret,
              after: 'x',
            },
            { path: 'spec.url', after: url },
            { path: 'spec.replicas', before: 50, after: 5 },
          ],
          evidence: [{ label: 'Log', text: `password=${secret}` }],
          raw: { config: { client_secret: secret }, text: url },
          links: [{ title: 'db', url: `https://user:${secret}@example.com/` }],
          actor: { name: 'ci', kind: 'bot', via: url },
        }),
      ],
      subjects: [
        subjectRow({
          labels: { app: 'rest-api', note: url },
          annotations: { 'example.com/api-key': secret },
        }),
      ],
      states: [
        {
          id: 's',
          body: { kind: 'Secret', metadata: {}, data: { p: secret } },
        },
      ],
    });

    const dump = JSON.stringify(
      Object.values(await store.dump()),
      (_, value) => value,
    );
    expect(dump).not.toContain(secret);
    const details = await store.sql.all<{
      manifest: Buffer;
      raw: Buffer;
      diff: string;
    }>('select manifest, raw, diff from detail');
    const manifest = decodeManifest(details[0].manifest);
    expect(JSON.stringify(manifest)).not.toContain(secret);
    expect(manifest.before).not.toEqual(manifest.after);
    expect(JSON.parse(details[0].diff)).toEqual([
      { path: 'spec.containers[app].env[API_TOKEN].value', redacted: true },
      { path: 'spec.url', redacted: true },
      { path: 'spec.replicas', before: 50, after: 5 },
    ]);
    for await (const state of store.states.load(
      'kubernetes',
      'prod-eu/secrets',
    )) {
      expect(JSON.stringify(state)).not.toContain(secret);
    }
  });

  it('refuses a batch whole and names the field', async () => {
    const store = await open();
    const before = await store.dump();
    const commit = (batch: unknown) =>
      store.ingest.commit('kubernetes', batch as never);
    const cases: [unknown, string][] = [
      [
        { observations: [deployment(), { ...deployment(), title: '' }] },
        'observations[1].title: ',
      ],
      [
        {
          observations: [
            deployment({
              end: { at: '2026-11-18T00:00:00Z', status: 'failed' },
            }),
          ],
        },
        'observations[0].end.at: must not be before start',
      ],
      [
        { observations: [deployment({ kind: 'deploy' })] },
        'observations[0].kind: of a change must be one of deployment',
      ],
      [
        { observations: [deployment({ status: 'resolved', end: undefined })] },
        'observations[0].status: of a change must be one of in-progress',
      ],
      [
        { observations: [deployment({ subjects: ['rest-api'] })] },
        "observations[0].subjects[0]: subject 'rest-api' must be",
      ],
      [
        { observations: [deployment({ after: 1n as never })] },
        'observations[0].after: must be JSON',
      ],
      [{ subjects: [subjectRow({ name: 5 as never })] }, 'subjects[0].name: '],
      [{ states: [{ id: 'a', body: 1 }] }, 'scope: is needed'],
    ];
    for (const [batch, message] of cases) {
      const error = await commit(batch).catch(e => e);
      expect(error).toBeInstanceOf(InputError);
      expect(error.message).toContain(message);
    }
    expect(await store.dump()).toEqual(before);
  });

  it('keeps the fields that differ of manifests that are too large, and says so', async () => {
    const store = await open();
    // Random text does not compress.
    const noise = Array.from({ length: 3_000_000 }, (_, i) =>
      String.fromCharCode(33 + (((i * 7919) ^ (i >> 3) ^ (i * i)) % 90)),
    ).join('');
    await store.ingest.commit('kubernetes', {
      observations: [
        deployment({
          before: { data: { blob: noise, size: 'small' } },
          after: { data: { blob: noise, size: 'large' } },
        }),
      ],
    });
    const [detail] = await store.sql.all<{
      manifest: Buffer | null;
      diff: string;
      note: string;
    }>('select manifest, diff, note from detail');
    expect(detail.manifest).toBeNull();
    expect(JSON.parse(detail.diff)).toEqual([
      { path: 'data.size', before: 'small', after: 'large' },
    ]);
    expect(detail.note).toMatch(/^The manifests are left out: .* MB/);
    expect(await store.events()).toMatchObject([{ hasDiff: true }]);
  });

  it('stores a large batch without holding the event loop', async () => {
    const store = await open();
    const observations = Array.from({ length: 2000 }, (_, i) =>
      deployment({
        key: `uid-${i}`,
        subjects: [`kubernetes:prod-eu/shop/Deployment.apps/s-${i % 100}`],
        before: { spec: { replicas: i } },
        after: { spec: { replicas: i + 1 } },
      }),
    );
    let turns = 0;
    const turning = setInterval(() => turns++, 1);
    await store.ingest.commit('kubernetes', { observations });
    clearInterval(turning);
    expect(turns).toBeGreaterThan(0);
    expect(await store.events()).toHaveLength(2000);
    expect(await store.sql.first('select sum(n) as n from rollup')).toEqual({
      n: 2000,
    });
  });

  it('names all tables in its dump', async () => {
    const store = await open();
    expect(Object.keys(await store.dump())).toEqual(TABLES);
  });
});
