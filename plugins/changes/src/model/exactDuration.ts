/** A length of time in its two largest units: "1 min 47 s". */
export type ExactDuration =
  | { unit: 'seconds'; seconds: number }
  | { unit: 'minutes'; minutes: number; seconds: number }
  | { unit: 'hours'; hours: number; minutes: number }
  | { unit: 'days'; days: number; hours: number };

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** Splits a length of time; negative lengths count as none. */
export function exactDuration(milliseconds: number): ExactDuration {
  const total = Math.max(0, Math.round(milliseconds / 1000));
  if (total < MINUTE_S) return { unit: 'seconds', seconds: total };
  if (total < HOUR_S) {
    return {
      unit: 'minutes',
      minutes: Math.floor(total / MINUTE_S),
      seconds: total % MINUTE_S,
    };
  }
  if (total < DAY_S) {
    return {
      unit: 'hours',
      hours: Math.floor(total / HOUR_S),
      minutes: Math.floor((total % HOUR_S) / MINUTE_S),
    };
  }
  return {
    unit: 'days',
    days: Math.floor(total / DAY_S),
    hours: Math.floor((total % DAY_S) / HOUR_S),
  };
}
