const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SECOND_MS = 1000;

const DIGITS = Array.from({ length: 1000 }, (_, n) => String(n));
const TWO = DIGITS.slice(0, 60).map(text => text.padStart(2, '0'));
const THREE = DIGITS.map(text => text.padStart(3, '0'));

/**
 * Writes milliseconds as RFC 3339 in UTC, many of the same few days: several times quicker than Date, which works each day out anew.
 * @internal
 */
export class Timestamps {
  readonly #days = new Map<number, string>();

  static create(): Timestamps {
    return new Timestamps();
  }

  private constructor() {}

  of(ms: number): string {
    const day = Math.floor(ms / DAY_MS);
    const rest = ms - day * DAY_MS;
    const hour = TWO[Math.floor(rest / HOUR_MS)];
    const minute = TWO[Math.floor((rest % HOUR_MS) / MINUTE_MS)];
    const second = TWO[Math.floor((rest % MINUTE_MS) / SECOND_MS)];
    return `${this.#date(day)}T${hour}:${minute}:${second}.${
      THREE[rest % SECOND_MS]
    }Z`;
  }

  #date(day: number): string {
    let date = this.#days.get(day);
    if (date === undefined) {
      [date] = new Date(day * DAY_MS).toISOString().split('T');
      this.#days.set(day, date);
    }
    return date;
  }
}
