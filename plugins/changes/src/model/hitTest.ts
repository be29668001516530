import { STRIP_HEIGHT_PX, type StripRun } from './autoscaleStrip';
import type { IssueBar } from './issueBars';
import type { LaneItem, LaneLayout } from './laneLayout';

/** How near a pointer must be to a mark. */
export const HIT_DISTANCE_PX = 8;

/** What lies under a pointer. */
export type Hit =
  | { type: 'item'; item: LaneItem }
  | { type: 'bar'; bar: IssueBar }
  | { type: 'run'; run: StripRun };

/** The mark or bar nearest to a point of the lane, if one is near enough. Items are sorted by x, so a bisection finds the few to look at. */
export function hitTest(
  layout: LaneLayout,
  point: { x: number; y: number },
): Hit | undefined {
  const { items, bars, markY, strip } = layout;
  const bar = [...bars]
    .reverse()
    .find(
      candidate =>
        point.y >= candidate.y - 1 &&
        point.y <= candidate.y + candidate.height + 1 &&
        distance(point.x, candidate.x, candidate.width) <= HIT_DISTANCE_PX,
    );
  if (bar) return { type: 'bar', bar };
  if (strip && point.y >= strip.y - 2) {
    const under = nearestRun(strip.runs, point.x);
    return point.y <= strip.y + STRIP_HEIGHT_PX + 4 ? under : undefined;
  }
  if (Math.abs(point.y - markY) > 14) return undefined;
  let best: LaneItem | undefined;
  let bestDistance = HIT_DISTANCE_PX;
  for (let i = firstAfter(items, point.x + HIT_DISTANCE_PX) - 1; i >= 0; i--) {
    const item = items[i];
    const away = distance(point.x, item.x, item.width);
    if (away < bestDistance || (away === 0 && !best)) {
      best = item;
      bestDistance = away;
    }
    if (bestDistance === 0) break;
  }
  return best && { type: 'item', item: best };
}

function nearestRun(runs: readonly StripRun[], x: number): Hit | undefined {
  const [nearest] = runs
    .map(run => ({ run, away: distance(x, run.x, run.width) }))
    .filter(({ away }) => away <= HIT_DISTANCE_PX)
    .sort((a, b) => a.away - b.away);
  return nearest && { type: 'run', run: nearest.run };
}

function distance(x: number, from: number, width: number): number {
  return Math.max(0, from - x, x - from - width);
}

function firstAfter(items: readonly LaneItem[], x: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (items[middle].x <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}
