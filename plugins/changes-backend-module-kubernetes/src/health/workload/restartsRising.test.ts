import { podOf, workloadFacts } from '../../__testUtils__/workloadFacts';
import { DEFAULT_HEALTH_SETTINGS } from '../HealthSettings';
import { restartsRising } from './restartsRising';

const NOW = '2026-11-19T03:00:00Z';

function detect(restarts: [pod: string, at: string, count?: number][]) {
  const names = [...new Set(restarts.map(([pod]) => pod))];
  return restartsRising.detect(
    workloadFacts({
      pods: names.map(name => podOf({ name })),
      restarts: restarts.map(([pod, at, count = 1]) => ({
        pod,
        container: 'app',
        at: `2026-11-19T${at}:00Z`,
        count,
      })),
    }),
    NOW,
    DEFAULT_HEALTH_SETTINGS,
  );
}

describe('restartsRising', () => {
  it('tells of containers that come up each time and go down again', () => {
    const { findings, recheckAt } = detect([
      ['a', '02:35'],
      ['a', '02:45'],
      ['a', '02:55'],
    ]);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        title: '3 restarts of one pod within 30 min',
        since: '2026-11-19T02:35:00.000Z',
      }),
    ]);
    expect(recheckAt).toBe('2026-11-19T03:05:00.000Z');
  });

  it('says nothing of restarts of long ago, nor of all pods restarting once', () => {
    expect(
      detect([
        ['a', '01:10'],
        ['a', '01:20'],
        ['a', '02:55'],
      ]).findings,
    ).toEqual([]);
    expect(
      detect(['a', 'b', 'c', 'd'].map(pod => [pod, '02:50'])).findings,
    ).toEqual([]);
  });
});
