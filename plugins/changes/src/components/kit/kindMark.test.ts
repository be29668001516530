import { CHANGE_KINDS } from '@ripplehq/backstage-plugin-changes-common';
import { kindMark } from './kindMark';

const change = {
  type: 'change' as const,
  kind: 'deployment',
  status: 'succeeded' as const,
  severity: 'info' as const,
  title: 'rest-api deployed v2',
};

describe('kindMark', () => {
  it('has a mark for every kind of change', () => {
    for (const kind of CHANGE_KINDS) {
      expect(kindMark({ ...change, kind }).color).toMatch(/^var\(--k-/);
    }
  });

  it('shows how a deployment ended by its filling', () => {
    const shape = (status: 'failed' | 'in-progress' | 'superseded') =>
      kindMark({ ...change, status }).shape;
    expect(shape('failed')).toBe('deployment-failed');
    expect(shape('in-progress')).toBe('deployment-in-progress');
    expect(shape('superseded')).toBe('deployment-superseded');
  });

  it('points up or down by what a scale did', () => {
    const shape = (title: string) =>
      kindMark({ ...change, kind: 'scale', title }).shape;
    expect(shape('rest-api scaled 50 → 5')).toBe('scale-down');
    expect(shape('rest-api scaled 9 → 10')).toBe('scale-up');
  });

  it('keeps red and amber for alerts and health', () => {
    expect(
      kindMark({ ...change, type: 'alert', severity: 'critical' }),
    ).toEqual({ shape: 'alert', color: 'var(--bad)' });
    expect(
      kindMark({ ...change, type: 'health', severity: 'warning' }),
    ).toEqual({ shape: 'health', color: 'var(--warn)' });
  });

  it('draws a kind that it does not know as custom', () => {
    expect(kindMark({ ...change, kind: 'constructor' }).shape).toBe('custom');
  });
});
