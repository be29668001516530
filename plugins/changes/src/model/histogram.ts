import { spanOf, type TimeRange } from './TimeRange';
import type { TimelineModel } from './timelineModel';

/** Most bars of the overview. */
export const HISTOGRAM_BARS_MAX = 120;

/** A bar of the overview: changes of all lanes that began in it. */
export interface HistogramBar extends TimeRange {
  count: number;
}

/** Changes over the whole range, from the answer's buckets, so that it is right for lanes of which not all events were sent. */
export function histogram(model: TimelineModel): HistogramBar[] {
  const { window, bucketMs, lanes } = model;
  const buckets = Math.ceil(spanOf(window) / bucketMs);
  const perBar = Math.max(1, Math.ceil(buckets / HISTOGRAM_BARS_MAX));
  const bars: HistogramBar[] = [];
  for (let i = 0; i < buckets; i += perBar) {
    let count = 0;
    for (const { lane } of lanes) {
      for (let j = i; j < i + perBar; j++) count += lane.counts.change[j] ?? 0;
    }
    const from = window.from + i * bucketMs;
    bars.push({
      from,
      to: Math.min(window.to, from + perBar * bucketMs),
      count,
    });
  }
  return bars;
}
