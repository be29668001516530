import { happenedBetween } from './happened';

describe('happenedBetween', () => {
  const time = (text: string) => Date.parse(`2026-11-19T${text}Z`);
  const bounds = { from: time('02:00:00'), to: time('03:00:00') };

  const written = (...times: number[]) => times.map(at => ({ time: at }));

  it('bounds what has no time by what came before and after it', () => {
    const happened = happenedBetween(
      written(time('02:10:00'), NaN, time('02:20:00'), NaN),
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
    expect(happenedBetween(written(at), bounds)).toEqual([{ from: at, at }]);
  });

  it('never goes back, though writes of one moment may be stored in another order than that of their times', () => {
    const at = time('02:10:00');
    expect(happenedBetween(written(at, at - 1_000), bounds)).toEqual([
      { from: at, at },
      { from: at, at },
    ]);
  });
});
