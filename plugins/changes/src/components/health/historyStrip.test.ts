import { historyStrip, percentText } from './historyStrip';

const HOUR = 3600_000;
const time = (hour: number) => new Date(hour * HOUR).toISOString();
const RANGE = { from: 0, to: 100 * HOUR };

describe('historyStrip', () => {
  it('counts only time that somebody watched', () => {
    const strip = historyStrip(
      {
        environment: 'prod',
        segments: [
          { from: time(20), to: time(60), status: 'healthy' },
          { from: time(60), to: time(80), status: 'unknown' },
          { from: time(80), to: time(90), status: 'unhealthy' },
          { from: time(90), to: time(100), status: 'healthy' },
        ],
      },
      RANGE,
    );
    expect(strip.healthyPercent).toBeCloseTo((50 / 60) * 100);
    expect(strip.unknownMs).toBe(20 * HOUR);
    expect(strip.unhealthyStretches).toBe(1);
    expect(strip.stretches[0]).toMatchObject({
      status: 'unseen',
      left: 0,
      width: 0.2,
    });
  });

  it('gives no percentage where nobody watched', () => {
    expect(
      historyStrip(
        {
          environment: 'prod',
          segments: [{ from: time(0), to: time(100), status: 'unknown' }],
        },
        RANGE,
      ).healthyPercent,
    ).toBeUndefined();
  });

  it('cuts what reaches beyond the week', () => {
    const { stretches } = historyStrip(
      {
        environment: 'prod',
        segments: [{ from: time(-50), to: time(150), status: 'healthy' }],
      },
      RANGE,
    );
    expect(stretches).toEqual([expect.objectContaining({ left: 0, width: 1 })]);
  });

  it('never rounds up to a hundred', () => {
    expect(percentText(99.99)).toBe('99.9');
    expect(percentText(100)).toBe('100.0');
  });
});
