export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** How long before the present the world begins; it is told thinly until the last day. */
export const HISTORY_MS = 7 * DAY_MS;
/** The part that Ripple sees happen. */
export const LAST_DAY_MS = DAY_MS;

/** Milliseconds of `-10:15` (hours and minutes) or `0:26:30` (with seconds). */
export function span(text: string): number {
  const match = /^(-?)(\d+):(\d\d)(?::(\d\d))?$/.exec(text);
  if (!match) throw new Error(`'${text}' is no span of time such as -10:15`);
  const [, sign, hours, minutes, seconds = '0'] = match;
  const ms =
    Number(hours) * HOUR_MS +
    Number(minutes) * MINUTE_MS +
    Number(seconds) * SECOND_MS;
  return sign ? -ms : ms;
}
