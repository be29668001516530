import { ClusterClock } from './ClusterClock';

const httpDate = (ms: number) => new Date(ms).toUTCString();

describe('ClusterClock', () => {
  it('is the local clock until the cluster has answered', () => {
    expect(ClusterClock.create({ localNow: () => 5_000 }).now()).toBe(5_000);
  });

  it('comes within the round trip of the true time, although Date counts seconds', () => {
    let local = 1_000_000;
    const trueOffset = -86_400_000 + 337;
    const clock = ClusterClock.create({ localNow: () => local });
    for (let i = 0; i < 20; i++) {
      local += 1_111;
      clock.read(httpDate(local + trueOffset), local - 20, local);
    }
    expect(Math.abs(clock.now() - (local + trueOffset))).toBeLessThan(120);
  });

  it('never goes back by a little, but follows a cluster whose clock was set', () => {
    let local = 1_000_000;
    const clock = ClusterClock.create({ localNow: () => local });
    clock.read(httpDate(2_000_000), local, local);
    const first = clock.now();
    local += 10;
    clock.read(httpDate(1_999_000), local, local);
    expect(clock.now()).toBeGreaterThanOrEqual(first);
    clock.read(httpDate(0), local, local);
    expect(clock.now()).toBeLessThan(2_000);
  });

  it('does not trust an answer that was long under way', () => {
    const clock = ClusterClock.create({ localNow: () => 100_000 });
    clock.read(httpDate(50_000), 0, 100_000);
    expect(clock.now()).toBe(100_000);
  });

  it('takes even such an answer where the local clock cannot be right', () => {
    const clock = ClusterClock.create({ localNow: () => 100_000_000 });
    clock.read(httpDate(13_600_000), 99_995_000, 100_000_000);
    expect(Math.abs(clock.now() - 13_600_000)).toBeLessThan(6_000);
    expect(clock.isSteady()).toBe(true);
  });

  describe('between two Dates', () => {
    let local = 1_000_000;
    const clockAt = (time: number) => {
      const clock = ClusterClock.create({ localNow: () => local });
      clock.read(httpDate(time), local, local);
      return clock;
    };

    it('is never behind what the API server wrote', () => {
      const clock = clockAt(50_000_000);
      local += 100;
      expect(clock.hear(50_180_000)).toBe(true);
      expect(clock.now()).toBeGreaterThanOrEqual(50_180_000);
      expect(clock.now()).toBeLessThan(50_181_000);
      expect(clock.isSteady()).toBe(false);
      clock.hear(50_170_000);
      expect(clock.now()).toBeGreaterThanOrEqual(50_180_000);
    });

    it('goes along with a day that passes within seconds, when asked now and then', () => {
      const clock = clockAt(50_000_000);
      let worst = 0;
      for (let minute = 1; minute <= 24 * 60; minute++) {
        local += 5;
        const time = 50_000_000 + minute * 60_000;
        if (!clock.hear(time)) clock.read(httpDate(time), local, local);
        expect(clock.hear(time)).toBe(true);
        worst = Math.max(worst, Math.abs(clock.now() - time));
      }
      expect(worst).toBeLessThanOrEqual(1_000);
    });

    it('does not believe an absurd time, whatever the next Date says', () => {
      const clock = clockAt(50_000_000);
      expect(clock.hear(4_000_000_000_000)).toBe(false);
      clock.read(httpDate(50_001_000), local, local);
      expect(clock.hear(4_000_000_000_000)).toBe(false);
      expect(clock.now()).toBeLessThan(50_002_000);
      expect(clock.isSteady()).toBe(true);
    });

    it('is put back by the next Date from a time that was believed and wrong', () => {
      const clock = clockAt(50_000_000);
      clock.hear(50_200_000);
      local += 10_000;
      clock.read(httpDate(50_010_000), local, local);
      expect(clock.now()).toBeLessThan(50_012_000);
    });

    it('is put forward by an answer too, however long that was under way', () => {
      const clock = clockAt(50_000_000);
      local += 20_000;
      clock.read(httpDate(86_000_000), local - 15_000, local);
      expect(clock.now()).toBeGreaterThanOrEqual(86_000_000);
      expect(clock.now()).toBeLessThanOrEqual(86_001_000);
      clock.read(httpDate(86_004_000), local, local);
      expect(clock.now()).toBeGreaterThanOrEqual(86_004_000);
      expect(clock.now()).toBeLessThanOrEqual(86_005_000);
    });

    it('is steady while clocks of several API servers differ by little', () => {
      const clock = clockAt(50_000_000);
      for (let i = 0; i < 20; i++) {
        local += 1_000;
        clock.hear(50_003_000 + i * 1_000);
        clock.read(httpDate(50_000_000 + i * 1_000), local, local);
      }
      expect(clock.isSteady()).toBe(true);
    });
  });
});
