import { overlaps, type TimeRange } from './TimeRange';
import type { TimeScale } from './TimeScale';
import type { LaneModel } from './timelineModel';

/** Least width of a slice: its number must fit below. */
export const SLICE_WIDTH_PX = 28;

/** A count of changes in a stretch of time. */
export interface Slice extends TimeRange {
  count: number;
}

/**
 * Changes of a lane per slice of time, for lanes with too many to draw each. From the lane's events where all are known, else
 * from the answer's buckets. Slices are anchored in time, so that panning does not change them.
 */
export function sliceCounts(options: {
  lane: LaneModel;
  scale: TimeScale;
}): Slice[] {
  const { lane, scale } = options;
  const { window, bucketMs } = lane;
  const leastMs = SLICE_WIDTH_PX * scale.msPerPixel;
  const known = lane.lane.complete;
  const sliceMs = known
    ? roundUpMs(leastMs)
    : bucketMs * Math.max(1, Math.ceil(leastMs / bucketMs));
  const anchor = known ? 0 : window.from;
  const counts = new Map<number, number>();
  const add = (at: number, count: number) => {
    const index = Math.floor((at - anchor) / sliceMs);
    counts.set(index, (counts.get(index) ?? 0) + count);
  };
  if (known) {
    for (const event of lane.changes) add(event.start, 1);
  } else {
    lane.lane.counts.change.forEach((count, index) =>
      add(window.from + index * bucketMs, count),
    );
  }
  return [...counts]
    .map(([index, count]) => ({
      from: anchor + index * sliceMs,
      to: anchor + (index + 1) * sliceMs,
      count,
    }))
    .filter(
      slice =>
        slice.count > 0 && overlaps(scale.range, slice.from, slice.to - 1),
    )
    .sort((a, b) => a.from - b.from);
}

const ROUND_MINUTES = [
  1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080,
];

function roundUpMs(ms: number): number {
  const minutes = ROUND_MINUTES.find(candidate => candidate * 60_000 >= ms);
  return (minutes ?? ROUND_MINUTES[ROUND_MINUTES.length - 1]) * 60_000;
}
