const DAY_MS = 86_400_000;
/** Before it no system that is named here existed: an earlier time means "none", as year 1 does at Prometheus. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);

/** How many milliseconds one unit of a number is, by the number's magnitude: seconds, milliseconds, micro- and nanoseconds. */
const UNITS = [
  { below: 1e11, factor: 1e3 },
  { below: 1e14, factor: 1 },
  { below: 1e17, factor: 1e-3 },
  { below: Infinity, factor: 1e-6 },
];

const NUMBER = /^\d{1,20}(\.\d+)?$/;
/** ISO 8601 as it is really written: a space for the T, more than three decimals, an offset without colon or none, which is then UTC. */
const ISO =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)? ?(Z|z|UTC|[+-]\d\d:?\d\d)?$/;
/** `Thu, 1 Nov 2018 22:00:00 GMT`, the day padded or not. */
const RFC_1123 =
  /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/**
 * Reads a time in any of the formats that providers use, and writes it as RFC 3339 in UTC. The unit of a number is told by its magnitude,
 * never by its field's name.
 *
 * @param receivedAt - when it arrived, RFC 3339
 * @returns undefined for what is no time, and for times before 2000 or more than a day after `receivedAt`
 */
export function parseTime(
  value: unknown,
  receivedAt: string,
): string | undefined {
  const ms = milliseconds(value);
  if (ms === undefined || !Number.isFinite(ms)) return undefined;
  if (ms < EARLIEST_MS || ms > Date.parse(receivedAt) + DAY_MS) {
    return undefined;
  }
  return new Date(ms).toISOString();
}

function milliseconds(value: unknown): number | undefined {
  if (typeof value === 'number') return ofNumber(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (NUMBER.test(text)) return ofNumber(Number(text));
  const iso = ISO.exec(text);
  if (iso) {
    const [, date, time, fraction = '', offset = 'Z'] = iso;
    const seconds = time.length === 5 ? `${time}:00` : time;
    return Date.parse(
      `${date}T${seconds}${fraction.slice(0, 4)}${offsetOf(offset)}`,
    );
  }
  return RFC_1123.test(text) ? Date.parse(text) : undefined;
}

function ofNumber(value: number): number {
  const { factor } = UNITS.find(({ below }) => value < below) ?? UNITS[0];
  return Math.round(value * factor);
}

function offsetOf(text: string): string {
  if (/^[zU]/i.test(text)) return 'Z';
  return text.includes(':') ? text : `${text.slice(0, 3)}:${text.slice(3)}`;
}
