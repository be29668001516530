import { mockServices } from '@backstage/backend-test-utils';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { CodeComparison } from '@ripplehq/backstage-plugin-changes-common';
import type { CodeProvider } from '@ripplehq/backstage-plugin-changes-node';
import { TestStore } from '../__testUtils__/TestStore';
import { deploymentOf, workload } from '../__testUtils__/story';
import { RowClocks } from '../health/RowClocks';
import { CodeAnswers } from './CodeAnswers';
import { HealthIssues } from './HealthIssues';

const T0 = Date.parse('2026-11-19T02:00:00Z');
const time = (seconds: number) => new Date(T0 + seconds * 1000).toISOString();

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('health issues', () => {
  let store: TestStore;
  let now: number;

  function issues(): HealthIssues {
    return HealthIssues.create({
      store,
      connection: { commit: batch => store.ingest.commit('health', batch) },
      clocks: RowClocks.create({ feed: store.feed, now: () => now }),
      now: () => now,
    });
  }

  async function tell(at: number, ...rows: Parameters<typeof workload>[2][]) {
    now = Math.max(now, T0 + at * 1000);
    await store.ingest.commit('kubernetes', {
      subjects: rows.map(summary => workload('rest-api', time(at), summary)),
    });
    const row = await store.sql.first<{ id: number }>(
      'select id from subject where subject = ?',
      [deploymentOf('rest-api')],
    );
    return [row!.id];
  }

  async function events() {
    return (await store.events()).map(event => [
      event.kind,
      event.status,
      (event.startedAtMs - T0) / 1000,
      event.endedAtMs && (event.endedAtMs - T0) / 1000,
    ]);
  }

  const ill = (since: number) => ({
    ready: 0,
    available: 0,
    unavailableSince: time(since),
  });

  beforeEach(async () => {
    store = await TestStore.create(await databases.init('SQLITE_3'));
    now = T0;
  });

  it('begin at the onset and end when the facts no longer say so', async () => {
    const found = issues();
    await found.load();
    await found.look(await tell(10, ill(8)));
    expect(await events()).toEqual([]);
    await found.look(await tell(38, ill(8)));
    await found.look(await tell(40, ill(8)));
    expect(await events()).toEqual([['unavailable', 'open', 8, undefined]]);
    await found.look(await tell(50, {}));
    expect(await events()).toEqual([['unavailable', 'resolved', 8, 50]]);
    await found.look(await tell(90, ill(59)));
    expect(await events()).toHaveLength(2);
  });

  it('stay one while the trouble lasts, though its facts’ onset moves', async () => {
    const found = issues();
    await found.load();
    await found.look(await tell(40, ill(8)));
    await found.look(await tell(50, ill(49)));
    expect(await events()).toEqual([['unavailable', 'open', 8, undefined]]);
  });

  it('are opened by time alone when a grace is over', async () => {
    const found = issues();
    await found.load();
    await found.look(await tell(10, { ready: 1, shortSince: time(9) }));
    expect(await events()).toEqual([]);
    now = T0 + 38_000;
    await found.look([]);
    expect(await events()).toEqual([]);
    now = T0 + 39_000;
    await found.look([]);
    expect(await events()).toEqual([
      ['too-few-replicas', 'open', 9, undefined],
    ]);
  });

  it('are judged by the clock of the row’s source: what comes late has not lasted', async () => {
    const found = issues();
    await found.load();
    const late = 40_000;
    const tellLate = async (at: number, summary: object) => {
      const ids = await tell(at, summary);
      now = T0 + late * 1000;
      await found.look(ids);
    };
    now = T0 + late * 1000;
    await tellLate(10, ill(8));
    await tellLate(12, {});
    expect(await events()).toEqual([]);
    // Both words of what did last come within the wait.
    await tellLate(100, ill(100));
    await tellLate(200, {});
    expect(await events()).toEqual([['unavailable', 'resolved', 100, 200]]);
  });

  it('are taken up again after a restart: resolved if it is over, told once if not', async () => {
    const first = issues();
    await first.load();
    await first.look(await tell(40, ill(8)));
    const second = issues();
    await second.load();
    expect(await events()).toEqual([['unavailable', 'open', 8, undefined]]);
    await tell(50, {});
    const third = issues();
    await third.load();
    expect(await events()).toEqual([['unavailable', 'resolved', 8, 50]]);
  });

  it('end with the deletion of their workload', async () => {
    const found = issues();
    await found.load();
    const ids = await tell(40, ill(8));
    await found.look(ids);
    await store.ingest.commit('kubernetes', {
      subjects: [
        { ...workload('rest-api', time(60), ill(8)), goneAt: time(60) },
      ],
    });
    await found.look(ids);
    expect(await events()).toEqual([['unavailable', 'resolved', 8, 60]]);
  });
});

describe('code answers', () => {
  const comparison = { head: 'abc' } as unknown as CodeComparison;
  const question = async () => ({
    subject: deploymentOf('rest-api'),
    at: time(0),
    diff: [],
    entityAnnotations: [],
  });
  const never = new AbortController().signal;

  async function answers(provider: Partial<CodeProvider>) {
    const { sql } = await TestStore.create(await databases.init('SQLITE_3'));
    let now = T0;
    return {
      answers: CodeAnswers.create({
        sql,
        providers: [
          {
            provider: 'test',
            resolve: async () => ({
              repository: 'github.com/acme/rest-api',
              head: 'abc',
              how: 'by its tag',
            }),
            compare: async () => comparison,
            ...provider,
          },
        ],
        logger: mockServices.logger.mock(),
        now: () => now,
      }),
      wait: (ms: number) => {
        now += ms;
      },
    };
  }

  it('are fetched once for all who ask, and kept', async () => {
    const compare = jest.fn(async () => comparison);
    const { answers: code } = await answers({ compare });
    const both = await Promise.all([
      code.of(1, question, never),
      code.of(1, question, never),
    ]);
    expect(both).toEqual([
      { state: 'found', how: 'by its tag', comparison },
      { state: 'found', how: 'by its tag', comparison },
    ]);
    await code.of(1, question, never);
    expect(compare).toHaveBeenCalledTimes(1);
  });

  it('say why they are unknown, and ask again later', async () => {
    const resolve = jest.fn(async () => ({ unknown: 'no such tag' }));
    const { answers: code, wait } = await answers({ resolve });
    expect(await code.of(1, question, never)).toEqual({
      state: 'unknown',
      reason: 'no such tag',
    });
    await code.of(1, question, never);
    expect(resolve).toHaveBeenCalledTimes(1);
    wait(6 * 60_000);
    await code.of(1, question, never);
    expect(resolve).toHaveBeenCalledTimes(2);
  });

  it('turn a failure into a reason that is not kept', async () => {
    const compare = jest
      .fn<Promise<CodeComparison>, []>()
      .mockRejectedValueOnce(new Error('rate limit'))
      .mockResolvedValue(comparison);
    const { answers: code } = await answers({ compare });
    expect(await code.of(1, question, never)).toEqual({
      state: 'unknown',
      reason: 'The code host could not be asked: rate limit',
    });
    expect((await code.of(1, question, never)).state).toBe('found');
  });

  it('are given up when nobody waits any more', async () => {
    let aborted = false;
    const { answers: code } = await answers({
      compare: (_, signal) =>
        new Promise((__, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(signal.reason);
          });
        }),
    });
    const [first, second] = [new AbortController(), new AbortController()];
    const asked = [
      code.of(1, question, first.signal),
      code.of(1, question, second.signal),
    ];
    await new Promise(resolve => setImmediate(resolve));
    first.abort();
    expect(aborted).toBe(false);
    second.abort();
    expect((await Promise.all(asked)).map(({ state }) => state)).toEqual([
      'unknown',
      'unknown',
    ]);
    expect(aborted).toBe(true);
  });
});
