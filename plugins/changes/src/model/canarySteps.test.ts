import { canarySteps } from './canarySteps';

const step = (at: string, rest = {}) => ({
  at: `2026-11-19T12:${at}Z`,
  desired: 5,
  ready: 5,
  updated: 1,
  ...rest,
});

describe('the course of a canary', () => {
  it('has a row for each share and wait, not for each pod that came and went', () => {
    expect(
      canarySteps([
        step('00:00'),
        step('00:01', { weight: 20, note: 'step 1 of 4' }),
        step('00:05', { weight: 20, note: 'step 1 of 4', ready: 6 }),
        step('00:09', { weight: 20, note: 'waits to be promoted' }),
        step('05:00', { weight: 100 }),
      ]).map(({ at, weight, note }) => [at.slice(14, 19), weight, note]),
    ).toEqual([
      ['00:01', 20, 'step 1 of 4'],
      ['00:09', 20, 'waits to be promoted'],
      ['05:00', 100, undefined],
    ]);
  });

  it('is empty of a rolling update', () => {
    expect(canarySteps([step('00:00'), step('00:01')])).toEqual([]);
  });
});
