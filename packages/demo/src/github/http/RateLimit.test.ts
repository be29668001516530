import { NOW } from '../__testUtils__/story.ts';
import { RateLimit } from './RateLimit.ts';
import type { Refusal } from './Refusal.ts';

const MINUTE_MS = 60_000;

describe('RateLimit', () => {
  let now = NOW;
  const refusal = (limit: RateLimit): Partial<Refusal> | undefined => {
    try {
      limit.check('D31A:1');
      return undefined;
    } catch (error) {
      return error as Refusal;
    }
  };

  beforeEach(() => {
    now = NOW;
  });

  it('lets nobody ask more than so often an hour, from the first request on', () => {
    const limit = RateLimit.create({
      perHour: 2,
      perMinute: 9,
      now: () => now,
    });
    now += 10 * MINUTE_MS;
    for (const used of [1, 2]) {
      expect(refusal(limit)).toBeUndefined();
      limit.spend();
      expect(limit.headers()).toMatchObject({
        'X-RateLimit-Used': used,
        'X-RateLimit-Reset': (NOW + 70 * MINUTE_MS) / 1000,
      });
      now += MINUTE_MS;
    }
    expect(refusal(limit)).toMatchObject({
      status: 403,
      message: expect.stringContaining('API rate limit exceeded'),
      retryAfterSeconds: undefined,
    });
    now += 58 * MINUTE_MS;
    expect(refusal(limit)).toBeUndefined();
    expect(limit.state()).toMatchObject({ used: 0, remaining: 2 });
  });

  it('says after how long a burst may go on', () => {
    const limit = RateLimit.create({
      perHour: 9,
      perMinute: 2,
      now: () => now,
    });
    for (let i = 0; i < 2; i += 1) expect(refusal(limit)).toBeUndefined();
    now += 15_000;
    expect(refusal(limit)).toMatchObject({
      status: 403,
      message: expect.stringContaining('secondary rate limit'),
      retryAfterSeconds: 45,
    });
    now += 45_000;
    expect(refusal(limit)).toBeUndefined();
  });
});
