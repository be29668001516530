/** A stretch of time in milliseconds since the epoch, `from` before `to`. */
export interface TimeRange {
  from: number;
  to: number;
}

/** Closest that one can zoom in. */
export const ZOOM_MIN_MS = 60_000;

/** Length in milliseconds. */
export function spanOf(range: TimeRange): number {
  return range.to - range.from;
}

/** Whether something from `start` to `end` (default: a moment) can be seen in the range. */
export function overlaps(
  range: TimeRange,
  start: number,
  end: number = start,
): boolean {
  return start <= range.to && end >= range.from;
}

/** The range shifted, and shortened if need be, so that it lies in the bounds. */
export function clampRange(range: TimeRange, bounds: TimeRange): TimeRange {
  const span = Math.min(
    Math.max(spanOf(range), Math.min(ZOOM_MIN_MS, spanOf(bounds))),
    spanOf(bounds),
  );
  const from = Math.min(Math.max(range.from, bounds.from), bounds.to - span);
  return { from, to: from + span };
}

/** The range with its span multiplied; the moment `about` keeps its place on the screen. */
export function zoomRange(
  range: TimeRange,
  factor: number,
  about: number,
  bounds: TimeRange,
): TimeRange {
  const span = Math.min(
    Math.max(spanOf(range) * factor, ZOOM_MIN_MS),
    spanOf(bounds),
  );
  const share = (about - range.from) / spanOf(range);
  const from = about - share * span;
  return clampRange({ from, to: from + span }, bounds);
}

/** The range moved so that the moment is in its middle, unless it is in view already. */
export function revealMoment(
  range: TimeRange,
  moment: number,
  bounds: TimeRange,
): TimeRange {
  if (overlaps(range, moment)) return range;
  const half = spanOf(range) / 2;
  return clampRange({ from: moment - half, to: moment + half }, bounds);
}

/** Whether two ranges are the same to the millisecond. */
export function sameRange(a: TimeRange, b: TimeRange): boolean {
  return a.from === b.from && a.to === b.to;
}
