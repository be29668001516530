import { TokenBucket } from './TokenBucket';

describe('TokenBucket', () => {
  it('gives a burst, then as many as the rate allows, and says when to come again', () => {
    let now = 0;
    const bucket = TokenBucket.create({
      burst: 3,
      perSecond: 2,
      now: () => now,
    });
    expect([1, 2, 3].map(() => bucket.take())).toEqual([0, 0, 0]);
    expect(bucket.take()).toBe(0.5);
    now = 500;
    expect(bucket.take()).toBe(0);
    expect(bucket.take()).toBe(0.5);
    now = 60_000;
    expect([1, 2, 3].map(() => bucket.take())).toEqual([0, 0, 0]);
    expect(bucket.take()).toBeGreaterThan(0);
  });

  it('is not confused by a clock that is set back', () => {
    let now = 1000;
    const bucket = TokenBucket.create({
      burst: 1,
      perSecond: 1,
      now: () => now,
    });
    bucket.take();
    now = 0;
    expect(bucket.take()).toBe(1);
    now = 1000;
    expect(bucket.take()).toBe(0);
  });
});
