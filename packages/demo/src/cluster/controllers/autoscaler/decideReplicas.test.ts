import { type AutoscalerInput, decideReplicas } from './decideReplicas.ts';

const NOW = Date.parse('2026-11-18T00:00:00Z');

const input = (more: Partial<AutoscalerInput>): AutoscalerInput => ({
  min: 2,
  max: 10,
  target: 50,
  current: 4,
  ready: 4,
  usage: { perPod: 50 },
  recommended: [],
  now: NOW,
  ...more,
});

describe('decideReplicas', () => {
  it.each<[string, Partial<AutoscalerInput>, number, string]>([
    ['all is as wanted', {}, 4, 'DesiredWithinRange'],
    [
      'it is nearly as wanted',
      { usage: { perPod: 54 } },
      4,
      'DesiredWithinRange',
    ],
    ['pods are busy', { usage: { perPod: 70 } }, 6, 'DesiredWithinRange'],
    ['together', { usage: { total: 280 } }, 6, 'DesiredWithinRange'],
    ['at the maximum', { usage: { perPod: 500 } }, 8, 'ScaleUpLimit'],
    [
      'beyond the maximum',
      { current: 8, ready: 8, usage: { perPod: 90 } },
      10,
      'TooManyReplicas',
    ],
    [
      'beyond the maximum for good',
      { current: 10, ready: 10, usage: { perPod: 90 } },
      10,
      'TooManyReplicas',
    ],
    ['idle', { usage: { perPod: 1 } }, 2, 'TooFewReplicas'],
    ['below the minimum', { current: 1, ready: 1 }, 2, 'TooFewReplicas'],
    [
      'pods are busy, but most have yet to start',
      { current: 8, ready: 2, usage: { perPod: 80 } },
      8,
      'DesiredWithinRange',
    ],
  ])('when %s', (_, more, replicas, reason) => {
    const decision = decideReplicas(input(more));
    expect(decision.replicas).toBe(replicas);
    expect(decision.limited.reason).toBe(reason);
  });

  it('goes down only when nothing of the last five minutes speaks against it', () => {
    const idle = { usage: { perPod: 10 } };
    const recommended = [{ at: NOW - 299_000, replicas: 4 }];
    const held = decideReplicas(input({ ...idle, recommended }));
    expect(held.replicas).toBe(4);
    expect(held.able.reason).toBe('ScaleDownStabilized');
    const later = decideReplicas(
      input({ ...idle, recommended: held.recommended, now: NOW + 2_000 }),
    );
    expect(later.replicas).toBe(2);
  });
});
