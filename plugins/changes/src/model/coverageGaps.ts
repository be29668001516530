import { overlaps, type TimeRange } from './TimeRange';
import type { LaneModel } from './timelineModel';

/** A stretch in which a source was silent. */
export interface CoverageGap extends TimeRange {
  source: string;
  instance: string;
}

/** Stretches of the view in which a source that watches this lane was not live, joined where they overlap. */
export function coverageGaps(options: {
  lane: LaneModel;
  view: TimeRange;
  now: number;
}): CoverageGap[] {
  const { lane, view, now } = options;
  const gaps: CoverageGap[] = [];
  for (const interval of lane.coverage) {
    if (interval.state === 'live') continue;
    const from = Date.parse(interval.from);
    const to = interval.to ? Date.parse(interval.to) : now;
    if (!overlaps(view, from, to)) continue;
    gaps.push({
      from,
      to,
      source: interval.source,
      instance: interval.instance,
    });
  }
  gaps.sort((a, b) => a.from - b.from);
  const joined: CoverageGap[] = [];
  for (const gap of gaps) {
    const last = joined[joined.length - 1];
    if (last && gap.from <= last.to) last.to = Math.max(last.to, gap.to);
    else joined.push({ ...gap });
  }
  return joined;
}
