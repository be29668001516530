import { DateTime } from 'luxon';
import { RoughDuration, roughDuration } from './relativeTime';

export interface TimeFormatOptions {
  /** IANA name, or `UTC`. */
  zone: string;
  /** BCP 47 tag for the names of days and months. */
  locale: string;
  words: {
    duration(duration: RoughDuration): string;
    /** With the unit written out where it has a long form. */
    longDuration(duration: RoughDuration): string;
    ago(duration: string): string;
    now: string;
    moment(absolute: string, relative: string): string;
  };
}

export type Instant = string | number;

// A weekday alone names a day only as long as it cannot be mistaken for the same day a week later.
const WEEKDAY_MAX_DAYS = 6;
const NOW_MS = 5_000;

/** Writes moments and lengths of time: absolute first, relative second, the day only when it is not today. */
export class TimeFormat {
  static create(options: TimeFormatOptions): TimeFormat {
    return new TimeFormat(options);
  }

  readonly #options: TimeFormatOptions;

  private constructor(options: TimeFormatOptions) {
    this.#options = options;
  }

  get zone(): string {
    return this.#options.zone;
  }

  /** "02:41" today, "Wed 16:36" within six days, "12 Nov 16:36" before, with the year when it is another. */
  short(at: Instant, now: Instant): string {
    return this.#absolute(at, now, 'HH:mm');
  }

  /** As {@link TimeFormat.short}, with seconds: where order matters. */
  exact(at: Instant, now: Instant): string {
    return this.#absolute(at, now, 'HH:mm:ss');
  }

  /** "Thu 19 Nov", with the year when it is another. */
  day(at: Instant, now: Instant): string {
    const moment = this.#at(at);
    return moment.toFormat(
      moment.hasSame(this.#at(now), 'year') ? 'ccc d LLL' : 'ccc d LLL yyyy',
    );
  }

  /** "26 min" */
  duration(milliseconds: number): string {
    return this.#options.words.duration(roughDuration(milliseconds));
  }

  /** "6 days": where there is room. */
  longDuration(milliseconds: number): string {
    return this.#options.words.longDuration(roughDuration(milliseconds));
  }

  /** "26 min": from then to now. */
  since(at: Instant, now: Instant): string {
    return this.duration(millis(now) - millis(at));
  }

  /** "31 min ago", or "just now". */
  ago(at: Instant, now: Instant): string {
    const { words } = this.#options;
    return millis(now) - millis(at) < NOW_MS
      ? words.now
      : words.ago(this.since(at, now));
  }

  /** "02:41, 31 min ago" */
  moment(at: Instant, now: Instant): string {
    return this.#options.words.moment(this.short(at, now), this.ago(at, now));
  }

  /** "Europe/Berlin, UTC+1", or "UTC". The offset is that of the given moment. */
  zoneLabel(at: Instant): string {
    const { zone } = this.#options;
    return zone === 'UTC' ? zone : `${zone}, ${this.offset(at)}`;
  }

  /** "UTC+1", "UTC+5:30" */
  offset(at: Instant): string {
    const minutes = this.#at(at).offset;
    if (minutes === 0) return 'UTC';
    const sign = minutes < 0 ? '−' : '+';
    const hours = Math.floor(Math.abs(minutes) / 60);
    const rest = Math.abs(minutes) % 60;
    return `UTC${sign}${hours}${
      rest ? `:${String(rest).padStart(2, '0')}` : ''
    }`;
  }

  /** By a pattern of luxon, in the reader's zone and language. */
  pattern(at: Instant, pattern: string): string {
    return this.#at(at).toFormat(pattern);
  }

  /** The start of the day that a moment lies in, in milliseconds. */
  startOfDay(at: Instant): number {
    return this.#at(at).startOf('day').toMillis();
  }

  #absolute(at: Instant, now: Instant, clock: string): string {
    const moment = this.#at(at);
    const today = this.#at(now);
    if (moment.hasSame(today, 'day')) return moment.toFormat(clock);
    const days = Math.abs(
      today.startOf('day').diff(moment.startOf('day'), 'days').days,
    );
    if (days <= WEEKDAY_MAX_DAYS) return moment.toFormat(`ccc ${clock}`);
    return moment.toFormat(
      moment.hasSame(today, 'year') ? `d LLL ${clock}` : `d LLL yyyy ${clock}`,
    );
  }

  #at(at: Instant): DateTime {
    const { zone, locale } = this.#options;
    return DateTime.fromMillis(millis(at), { zone, locale });
  }
}

export function millis(at: Instant): number {
  return typeof at === 'number' ? at : Date.parse(at);
}
