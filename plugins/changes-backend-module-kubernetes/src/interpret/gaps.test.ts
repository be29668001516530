import { narrowGaps } from './gaps';

describe('narrowGaps', () => {
  const from = '2026-11-19T02:00:00.000Z';
  const now = '2026-11-19T03:00:00.000Z';

  it('bounds what has no time by what came before and after it', () => {
    const gaps = narrowGaps(
      ['2026-11-19T02:10:00Z', undefined, '2026-11-19T02:20:00Z', undefined],
      from,
      now,
    );
    expect(gaps[1]).toEqual({
      from: '2026-11-19T02:10:00.000Z',
      to: '2026-11-19T02:20:01.000Z',
    });
    expect(gaps[3]).toEqual({ from: '2026-11-19T02:20:00.000Z', to: now });
  });

  it('is not misled by an object that was last written long before', () => {
    expect(
      narrowGaps([undefined, '2026-11-01T00:00:00Z'], from, now)[0],
    ).toEqual({ from, to: now });
  });
});
