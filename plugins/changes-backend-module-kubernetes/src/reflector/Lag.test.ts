import { ManualTimers } from '../__testUtils__/ManualTimers';
import { ClusterClock } from '../clusters';
import { Lag, type Arrival } from './Lag';

const SECOND_MS = 1_000;

describe('Lag', () => {
  let timers: ManualTimers;
  let clock: ClusterClock;
  let lag: Lag;

  const arrival = (quietMs: number): Arrival => ({
    askedAt: timers.now() - quietMs,
    notBefore: timers.now(),
    at: timers.now(),
    time: clock.now(),
  });
  const isLate = () => lag.isLate(timers.now());

  beforeEach(() => {
    timers = new ManualTimers();
    clock = ClusterClock.create({ localNow: timers.now });
    lag = Lag.create({ clock, timers, completeTo: timers.now() });
    lag.opened(timers.now());
  });

  it('is none after a silence', () => {
    timers.advance(60 * SECOND_MS);
    expect(isLate()).toBe(true);
    lag.silent(arrival(SECOND_MS));
    expect(isLate()).toBe(false);
    expect(lag.completeTo).toBe(timers.now());
  });

  it('grows while one thing follows the other, as through a slow connection', () => {
    for (let i = 0; i < 300; i++) {
      timers.advance(10);
      lag.silent(arrival(10));
    }
    expect(isLate()).toBe(true);
  });

  it('is no longer than the age of what was read', () => {
    timers.advance(60 * SECOND_MS);
    lag.written(timers.now() - 10 * SECOND_MS, timers.now());
    expect(isLate()).toBe(true);
    expect(lag.completeTo).toBe(timers.now() - 10 * SECOND_MS);
    lag.written(timers.now() - SECOND_MS, timers.now());
    expect(isLate()).toBe(false);
  });

  it('may remain after a silence while a server still sends what it remembers', () => {
    lag = Lag.create({
      clock,
      timers,
      completeTo: timers.now() - 60 * SECOND_MS,
    });
    lag.opened(timers.now());
    timers.advance(5 * SECOND_MS);
    lag.silent(arrival(SECOND_MS));
    expect(isLate()).toBe(true);
    timers.advance(6 * SECOND_MS);
    lag.silent(arrival(SECOND_MS));
    expect(isLate()).toBe(false);
  });

  it('ends with a bookmark at the moment when the watch was opened', () => {
    const openedAt = timers.now();
    timers.advance(5 * SECOND_MS);
    lag.bookmark(arrival(0));
    expect(lag.completeTo).toBe(openedAt);
    lag.silent(arrival(SECOND_MS));
    expect(lag.completeTo).toBe(timers.now());
  });

  it('is as long as this process was frozen', () => {
    timers.advance(60 * SECOND_MS);
    const left = timers.now();
    timers.advance(30 * SECOND_MS);
    lag.silent({ ...arrival(60 * SECOND_MS), notBefore: left });
    expect(isLate()).toBe(true);
    expect(lag.completeTo).toBe(left);
  });
});
