import { coverageIntervals } from './coverage';
import { isCoarse, listWindowOf, quantised, windowOf } from './window';

const NOW = Date.parse('2026-11-19T03:12:34Z');
const HOUR_MS = 3_600_000;

describe('windows', () => {
  it('are the last 24 hours unless said otherwise', () => {
    expect(windowOf({}, NOW)).toEqual({ from: NOW - 24 * HOUR_MS, to: NOW });
  });

  it('of a list have no end where none is asked for: a source may be ahead of the portal', () => {
    const AHEAD = NOW + 5 * 60_000;
    expect(listWindowOf({}, NOW).to).toBeGreaterThan(AHEAD);
    const to = new Date(NOW).toISOString();
    expect(listWindowOf({ to }, NOW).to).toBe(NOW);
  });

  it.each([
    [24, 900],
    [1, 30],
    [6, 300],
    [7 * 24, 7200],
    [31 * 24, 43_200],
  ])('of %i h have buckets of %i s, whole ones', (hours, seconds) => {
    const window = quantised({ from: NOW - hours * HOUR_MS, to: NOW });
    expect(window.bucketMs).toBe(seconds * 1000);
    expect(window.from % window.bucketMs).toBe(0);
    expect(window.to % window.bucketMs).toBe(0);
    expect(window.from).toBeLessThanOrEqual(NOW - hours * HOUR_MS);
    expect(window.to).toBeGreaterThanOrEqual(NOW);
    expect(isCoarse(window)).toBe(hours > 24);
  });

  it('are the same when asked for again a moment later', () => {
    const ask = (now: number) => quantised(windowOf({}, now));
    expect(ask(NOW + 1000)).toEqual(ask(NOW));
  });
});

describe('coverage', () => {
  const row = {
    source: 'kubernetes',
    instance: 'prod-eu',
    scope: 'prod-eu/pods',
    state: 'live' as const,
    from_at: NOW - HOUR_MS,
    to_at: null,
    at: NOW - 119_000,
    period_seconds: 60,
    reason: null,
  };

  it('is live while the source speaks within twice its period', () => {
    expect(coverageIntervals([row], NOW)).toMatchObject([{ state: 'live' }]);
  });

  it('is stale since its last word after that', () => {
    const at = NOW - 121_000;
    const intervals = coverageIntervals([{ ...row, at }], NOW);
    const last = new Date(at).toISOString();
    expect(intervals).toMatchObject([
      { state: 'live', to: last },
      { state: 'stale', from: last },
    ]);
    expect(intervals[1]).not.toHaveProperty('to');
  });
});
