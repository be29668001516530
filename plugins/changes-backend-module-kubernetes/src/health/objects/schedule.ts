import { CronTime } from 'cron';

/** `@every 1h30m`, as robfig/cron has it. */
const EVERY = /^@every\s+((?:\d+(?:\.\d+)?(?:h|m|s))+)$/;
const UNIT_MS = { h: 3_600_000, m: 60_000, s: 1000 };

/**
 * When a schedule is due next after a moment, in milliseconds since 1970; undefined where it cannot be understood or is never due.
 * @param timeZone - as in the tz database
 */
export function nextDue(
  schedule: string,
  timeZone: string,
  after: number,
): number | undefined {
  const [, duration] = EVERY.exec(schedule) ?? [];
  if (duration !== undefined) {
    const parts = duration.matchAll(/([\d.]+)([hms])/g);
    const periodMs = [...parts].reduce(
      (sum, [, amount, unit]) =>
        sum + Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS],
      0,
    );
    return periodMs > 0 ? after + periodMs : undefined;
  }
  try {
    const time = new CronTime(schedule, timeZone);
    return time.getNextDateFrom(new Date(after), timeZone).toMillis();
  } catch {
    return undefined;
  }
}
