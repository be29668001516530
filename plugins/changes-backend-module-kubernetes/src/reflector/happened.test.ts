import { happenedBetween } from './happened';

describe('happenedBetween', () => {
  const time = (text: string) => Date.parse(`2026-11-19T${text}Z`);
  const bounds = { from: time('02:00:00'), to: time('03:00:00') };

  it('bounds what has no time by what came before and after it', () => {
    const happened = happenedBetween(
      [time('02:10:00'), NaN, time('02:20:00'), NaN],
      bounds,
    );
    expect(happened[1]).toEqual({
      from: time('02:10:00'),
      at: time('02:20:00') - 1,
    });
    expect(happened[3]).toEqual({
      from: time('02:20:00'),
      at: time('03:00:00'),
    });
  });

  it('takes the time of what was just written', () => {
    const at = time('02:10:00');
    expect(happenedBetween([at], bounds)).toEqual([{ from: at, at }]);
  });

  it('is not misled by an object that was last written long before', () => {
    const longAgo = Date.parse('2026-11-01T00:00:00Z');
    expect(happenedBetween([NaN, longAgo], bounds)).toEqual([
      { from: bounds.from, at: bounds.to },
      { from: bounds.from, at: bounds.to },
    ]);
  });
});
