import { DateTime } from 'luxon';
import { spanOf, type TimeRange } from './TimeRange';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const STEPS_MINUTES = [
  1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 7200,
] as const;

/** A line of the grid. */
export interface TimeTick {
  at: number;
  /** Midnight in the reader's zone: labelled with the day. */
  day: boolean;
}

/**
 * Round moments of the reader's zone, at least `spacing` pixels apart. Anchored at each day's midnight, so that a change of
 * daylight saving does not shift what follows it.
 */
export function timeTicks(options: {
  range: TimeRange;
  width: number;
  zone: string;
  spacing: number;
}): TimeTick[] {
  const { range, width, zone, spacing } = options;
  const leastMs = (spacing / Math.max(1, width)) * spanOf(range);
  const stepMs =
    (STEPS_MINUTES.find(minutes => minutes * MINUTE_MS >= leastMs) ??
      STEPS_MINUTES[STEPS_MINUTES.length - 1]) * MINUTE_MS;
  const ticks: TimeTick[] = [];
  let day = DateTime.fromMillis(range.from, { zone }).startOf('day');
  while (day.toMillis() <= range.to) {
    const midnight = day.toMillis();
    const next = day.plus({ days: Math.max(1, stepMs / DAY_MS) });
    for (let at = midnight; at < next.toMillis(); at += stepMs) {
      if (at >= range.from && at <= range.to) {
        ticks.push({ at, day: at === midnight });
      }
    }
    day = next;
  }
  return ticks;
}
