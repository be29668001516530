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
});
