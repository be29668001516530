import { mockServices } from '@backstage/backend-test-utils';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { CodeComparison } from '@ripplehq/backstage-plugin-changes-common';
import type { CodeProvider } from '@ripplehq/backstage-plugin-changes-node';
import { TestStore } from '../__testUtils__/TestStore';
import { deploymentOf } from '../__testUtils__/story';
import { CodeAnswers } from './CodeAnswers';

const T0 = Date.parse('2026-11-19T02:00:00Z');
const time = (seconds: number) => new Date(T0 + seconds * 1000).toISOString();

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

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
