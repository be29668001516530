import fc from 'fast-check';
import { TimeFormat } from './TimeFormat';
import { roughDuration } from './relativeTime';

const NOW = '2026-11-19T03:12:40+01:00';

function formatIn(zone: string) {
  return TimeFormat.create({
    zone,
    locale: 'en-GB',
    words: {
      duration: ({ unit, count }) => `${count} ${unit}`,
      longDuration: ({ unit, count }) => `${count} whole ${unit}`,
      ago: duration => `${duration} ago`,
      now: 'just now',
      moment: (absolute, relative) => `${absolute}, ${relative}`,
    },
  });
}

const berlin = formatIn('Europe/Berlin');

describe('TimeFormat', () => {
  it.each([
    ['2026-11-19T02:41:08+01:00', '02:41'],
    ['2026-11-18T16:36:20+01:00', 'Wed 16:36'],
    ['2026-11-13T09:00:00+01:00', 'Fri 09:00'],
    ['2026-11-12T09:00:00+01:00', '12 Nov 09:00'],
    ['2025-12-31T09:00:00+01:00', '31 Dec 2025 09:00'],
  ])('names the day of %s only as far as needed: %s', (at, text) => {
    expect(berlin.short(at, NOW)).toBe(text);
  });

  it('says absolute first, relative second', () => {
    expect(berlin.moment('2026-11-19T02:41:08+01:00', NOW)).toBe(
      '02:41, 31 minutes ago',
    );
    expect(berlin.moment('2026-11-19T03:12:38+01:00', NOW)).toBe(
      '03:12, just now',
    );
  });

  it('shows seconds where order matters', () => {
    expect(berlin.exact('2026-11-19T02:41:08+01:00', NOW)).toBe('02:41:08');
  });

  it('writes in the given zone, and names it with its offset', () => {
    const utc = formatIn('UTC');
    expect(utc.short('2026-11-19T02:41:08+01:00', NOW)).toBe('01:41');
    expect(utc.zoneLabel(NOW)).toBe('UTC');
    expect(berlin.zoneLabel(NOW)).toBe('Europe/Berlin, UTC+1');
    expect(berlin.zoneLabel('2026-07-01T00:00:00Z')).toBe(
      'Europe/Berlin, UTC+2',
    );
    expect(formatIn('Asia/Kolkata').offset(NOW)).toBe('UTC+5:30');
    expect(formatIn('America/St_Johns').offset(NOW)).toBe('UTC−3:30');
  });
});

describe('roughDuration', () => {
  const MINUTE = 60_000;
  it.each([
    [59_999, 'seconds', 59],
    [MINUTE, 'minutes', 1],
    [90 * MINUTE + 59_000, 'minutes', 90],
    [91 * MINUTE, 'hours', 1],
    [48 * 60 * MINUTE - 1, 'hours', 47],
    [48 * 60 * MINUTE, 'days', 2],
    [-5, 'seconds', 0],
  ])('%i ms are %s: %i', (length, unit, count) => {
    expect(roughDuration(length)).toEqual({ unit, count });
  });

  it('never says more than has passed', () => {
    const size = { seconds: 1e3, minutes: 6e4, hours: 36e5, days: 864e5 };
    fc.assert(
      fc.property(fc.nat(), length => {
        const { unit, count } = roughDuration(length);
        expect(count * size[unit]).toBeLessThanOrEqual(length);
        expect((count + 1) * size[unit]).toBeGreaterThan(length);
      }),
    );
  });
});
