import { median, quantile } from './statistics';

describe('quantile', () => {
  const values = [5, 1, 4, 2, 3];

  it.each([
    [0, 1],
    [0.5, 3],
    [0.99, 5],
    [1, 5],
  ])('%d of the values are at most %d', (part, expected) => {
    expect(quantile(values, part)).toBe(expected);
  });

  it('needs values', () => {
    expect(() => median([])).toThrow('no values');
  });
});
