import type { TimeRange } from './TimeRange';

const HOUR_MS = 3_600_000;

/** The ranges that one press chooses, in their order on the screen. */
export const RANGE_PRESETS = [
  { id: '1h', ms: HOUR_MS },
  { id: '6h', ms: 6 * HOUR_MS },
  { id: '24h', ms: 24 * HOUR_MS },
  { id: '7d', ms: 7 * 24 * HOUR_MS },
  { id: '30d', ms: 30 * 24 * HOUR_MS },
] as const;

/** `24h` and the like. */
export type RangePresetId = (typeof RANGE_PRESETS)[number]['id'];

/** What the tab opens with. */
export const RANGE_PRESET_DEFAULT: RangePresetId = '24h';

/** Longest range that the API answers. */
export const RANGE_MAX_MS = 31 * 24 * HOUR_MS;

/** Length of a preset in milliseconds. */
export function presetMs(id: RangePresetId): number {
  return RANGE_PRESETS.find(preset => preset.id === id)!.ms;
}

/** The preset that is as long as a range, if there is one. */
export function presetOf(range: TimeRange): RangePresetId | undefined {
  return RANGE_PRESETS.find(preset => preset.ms === range.to - range.from)?.id;
}

/** The range as long before, or after, but not past `now`. */
export function shiftedRange(
  range: TimeRange,
  direction: 'earlier' | 'later',
  now: number,
): TimeRange {
  const span = range.to - range.from;
  if (direction === 'earlier') {
    return { from: range.from - span, to: range.from };
  }
  const to = Math.min(range.to + span, now);
  return { from: to - span, to };
}
