import { mockServices } from '@backstage/backend-test-utils';
import type { CommitBatch } from '@ripplehq/backstage-plugin-changes-node';
import { WebhookWatch, webhookCoverage } from './WebhookWatch';

const AT = '2026-11-19T12:00:00.000Z';
const HOUR = 3600;

describe('webhookCoverage', () => {
  it('is not observed before anything has arrived', () => {
    expect(webhookCoverage({ name: 'eu/1' }, { at: AT })).toMatchObject({
      scope: 'eu%2F1',
      state: 'not-observed',
      reason: expect.stringContaining('Nothing has arrived yet'),
    });
  });

  it('takes silence for nothing unless something is expected', () => {
    const lastHeardAt = '2026-11-01T00:00:00.000Z';
    expect(
      webhookCoverage({ name: 'main' }, { lastHeardAt, at: AT }).state,
    ).toBe('live');
  });

  it.each([
    ['2026-11-19T10:00:00.000Z', 'live'],
    ['2026-11-19T09:59:59.000Z', 'stale'],
  ])('heard at %s, with something expected hourly, is %s', (heard, state) => {
    const main = { name: 'main', expectEverySeconds: HOUR };
    expect(webhookCoverage(main, { lastHeardAt: heard, at: AT }).state).toBe(
      state,
    );
  });
});

describe('WebhookWatch', () => {
  it('speaks of every instance each minute, and notes what arrives once a minute', async () => {
    const stop = new AbortController();
    const commits: CommitBatch[] = [];
    let rounds = 0;
    const watch = WebhookWatch.create({
      receivers: [
        {
          system: 'pager',
          instances: [{ name: 'a' }, { name: 'b' }],
          limitBytes: 1,
          verify: async () => {},
          toObservations: () => ({}),
        },
      ],
      connect: () => ({
        commit: async batch => {
          commits.push(batch);
          if (commits.length === 2) throw new Error('the database is away');
        },
        position: async scope => (scope === 'a' ? AT : undefined),
      }),
      logger: mockServices.logger.mock(),
      now: () => Date.parse(AT),
      wait: async () => {
        rounds += 1;
        if (rounds === 3) stop.abort();
      },
    });
    await watch.run(stop.signal);
    expect(commits).toHaveLength(3);
    expect(commits[2]).toMatchObject({
      instances: { names: ['a', 'b'], at: AT },
      coverage: [
        { scope: 'a', state: 'live' },
        { scope: 'b', state: 'not-observed' },
      ],
    });

    for (const seconds of [0, 30, 61]) {
      await watch.heard('pager', 'b', Date.parse(AT) + seconds * 1000);
    }
    expect(commits.slice(3)).toMatchObject([
      { scope: 'b', position: AT, coverage: [{ state: 'live', at: AT }] },
      { scope: 'b', position: '2026-11-19T12:01:01.000Z' },
    ]);
  });
});
