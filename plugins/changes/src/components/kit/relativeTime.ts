/** A length of time in one unit, rounded down as a person says it. */
export interface RoughDuration {
  unit: 'seconds' | 'minutes' | 'hours' | 'days';
  count: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MINUTES_MAX = 90;
const HOURS_MAX = 48;

/** Seconds below a minute, minutes up to 90, hours up to 48, then days. Negative lengths count as none. */
export function roughDuration(milliseconds: number): RoughDuration {
  const length = Math.max(0, milliseconds);
  if (length < MINUTE_MS) {
    return { unit: 'seconds', count: Math.floor(length / 1000) };
  }
  if (length < (MINUTES_MAX + 1) * MINUTE_MS) {
    return { unit: 'minutes', count: Math.floor(length / MINUTE_MS) };
  }
  if (length < HOURS_MAX * HOUR_MS) {
    return { unit: 'hours', count: Math.floor(length / HOUR_MS) };
  }
  return { unit: 'days', count: Math.floor(length / DAY_MS) };
}
