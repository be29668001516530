import { type RealTime, WorldClock } from './WorldClock.ts';

const START = Date.parse('2026-11-18T00:00:00Z');
const MINUTE_MS = 60_000;

/** Real time that passes only where a test says so. */
class TestTime implements RealTime {
  time = START + 24 * 60 * MINUTE_MS;
  readonly waits: number[] = [];
  readonly #timers = new Set<{ due: number; callback: () => void }>();

  now() {
    return this.time;
  }

  async wait(ms: number) {
    this.waits.push(ms);
    this.time += ms;
  }

  timer(ms: number, callback: () => void) {
    const timer = { due: this.time + ms, callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  async pass(ms: number) {
    const end = this.time + ms;
    for (;;) {
      const [next] = [...this.#timers]
        .filter(({ due }) => due <= end)
        .sort((a, b) => a.due - b.due);
      if (!next) break;
      this.#timers.delete(next);
      this.time = Math.max(this.time, next.due);
      next.callback();
      await new Promise(setImmediate);
    }
    this.time = end;
  }
}

describe('WorldClock', () => {
  it('runs tasks by their time, then in the order in which they came', async () => {
    const clock = WorldClock.create({ start: START });
    const told: [string, number][] = [];
    const tell = (name: string) => () =>
      void told.push([name, (clock.now() - START) / MINUTE_MS]);
    clock.after(3 * MINUTE_MS, tell('c'));
    clock.after(1 * MINUTE_MS, tell('a'));
    clock.after(3 * MINUTE_MS, tell('d'));
    clock.after(1 * MINUTE_MS, () => {
      clock.after(MINUTE_MS, tell('b'));
      clock.at(START, tell('now'));
    });
    clock.after(9 * MINUTE_MS, tell('later'));
    await clock.runTo(START + 5 * MINUTE_MS);
    expect(told).toEqual([
      ['a', 1],
      ['now', 1],
      ['b', 2],
      ['c', 3],
      ['d', 3],
    ]);
    expect(clock.now()).toBe(START + 5 * MINUTE_MS);
  });

  it('takes a task back, and ends what repeats', async () => {
    const clock = WorldClock.create({ start: START });
    let once = 0;
    let often = 0;
    clock.after(1, () => void once++)();
    const end = clock.every(MINUTE_MS, () => void often++);
    await clock.runTo(START + 3 * MINUTE_MS);
    end();
    await clock.runTo(START + 9 * MINUTE_MS);
    expect([once, often]).toEqual([0, 3]);
  });

  it('waits for a task before the next one runs, and says what one threw', async () => {
    const clock = WorldClock.create({ start: START });
    const told: string[] = [];
    clock.after(1, async () => {
      await new Promise(setImmediate);
      told.push('slow');
    });
    clock.after(2, () => void told.push('next'));
    clock.after(3, () => {
      throw new Error('it went wrong');
    });
    await expect(clock.runTo(START + 9)).rejects.toThrow('it went wrong');
    expect(told).toEqual(['slow', 'next']);
  });

  it('pauses now and then, however close its tasks lie', async () => {
    const real = new TestTime();
    const clock = WorldClock.create({ start: START, real });
    let last = 0;
    const note = (second: number) => {
      last = second;
    };
    for (const second of [1, 2, 100, 101, 130, 160, 190, 191, 600]) {
      clock.after(second * 1000, () => note(second));
    }
    const read: number[] = [];
    await clock.runTo(START + 10 * MINUTE_MS, {
      pace: {
        gapMs: MINUTE_MS,
        pauseMs: 4,
        watchersKeepUp: async () => void read.push(last),
      },
    });
    // Before the seconds 100, 190 and 600.
    expect(real.waits).toEqual([4, 4, 4]);
    expect(read).toEqual([2, 160, 191]);
  });

  it('catches up with the present and lives on in it', async () => {
    const real = new TestTime();
    const present = real.time;
    const clock = WorldClock.create({ start: START, real });
    const told: number[] = [];
    clock.every(60 * MINUTE_MS, () => void told.push(clock.now()));
    await clock.live({ pace: { gapMs: MINUTE_MS, pauseMs: 10 } });
    expect(told).toHaveLength(24);
    expect(clock.now()).toBe(real.time);

    await real.pass(90 * MINUTE_MS);
    expect(told).toHaveLength(25);
    expect(told.at(-1)).toBe(present + 60 * MINUTE_MS);
    clock.after(MINUTE_MS, () => void told.push(0));
    await real.pass(MINUTE_MS);
    expect(told.at(-1)).toBe(0);

    clock.stop();
    await real.pass(24 * 60 * MINUTE_MS);
    expect(told).toHaveLength(26);
  });

  it('lives on after a task that throws', async () => {
    const real = new TestTime();
    const errors: unknown[] = [];
    const clock = WorldClock.create({
      start: real.time,
      real,
      onError: error => errors.push(error),
    });
    let ran = 0;
    await clock.live();
    clock.after(1, () => {
      throw new Error('one of many');
    });
    clock.after(2, () => void ran++);
    await real.pass(10);
    expect(errors).toHaveLength(1);
    expect(ran).toBe(1);
  });
});
