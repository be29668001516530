import type { HealthStatus } from '@ripplehq/backstage-plugin-changes-common';
import { overlaps, type TimeRange } from './TimeRange';
import { endAt, type LaneModel } from './timelineModel';

/** With more lanes than this in one group, the quiet ones fold into a number. */
export const QUIET_FOLD_LANES = 6;

/** The lanes of one degree. */
export interface LaneGroup {
  degree: number;
  /** In the order of the screen; without those that `quiet` holds. */
  lanes: LaneModel[];
  /** Healthy or unknown, and nothing happened in the range: folded into a number. */
  quiet: LaneModel[];
  /** Events of the group that overlap the view. */
  inView: number;
  /** Numbers of suspects in the group, ascending. */
  ranks: number[];
}

const ILL: ReadonlySet<HealthStatus> = new Set(['unhealthy', 'degraded']);

/**
 * Lanes by degree; within a degree: holding a suspect, ill, changed in view, quiet; each by its suspect's number or its name.
 */
export function groupLanes(options: {
  lanes: readonly LaneModel[];
  view: TimeRange;
  now: number;
  ranks: ReadonlyMap<string, number>;
}): LaneGroup[] {
  const { lanes, view, now, ranks } = options;
  const described = lanes.map(lane => {
    const rank = Math.min(
      ...lane.changes.map(event => ranks.get(event.id) ?? Infinity),
    );
    const count = countInView(lane, view, now);
    return { lane, rank, count, order: orderOf(lane, rank, count) };
  });
  described.sort(
    (a, b) =>
      a.lane.lane.degree - b.lane.lane.degree ||
      a.order - b.order ||
      (a.rank < b.rank ? -1 : 0) ||
      (b.rank < a.rank ? 1 : 0) ||
      a.lane.lane.title.localeCompare(b.lane.lane.title),
  );
  const groups = new Map<number, typeof described>();
  for (const item of described) {
    const { degree } = item.lane.lane;
    groups.set(degree, [...(groups.get(degree) ?? []), item]);
  }
  return [...groups].map(([degree, items]) => {
    const folds = degree > 0 && items.length > QUIET_FOLD_LANES;
    const quiet = folds ? items.filter(item => isQuiet(item.lane)) : [];
    return {
      degree,
      lanes: items.filter(item => !quiet.includes(item)).map(i => i.lane),
      quiet: quiet.map(item => item.lane),
      inView: items.reduce((sum, item) => sum + item.count, 0),
      ranks: items
        .flatMap(item => item.lane.changes)
        .flatMap(event => ranks.get(event.id) ?? [])
        .sort((a, b) => a - b),
    };
  });
}

/** The lanes that are on the screen, in its order. Degrees in `folded` show none, those in `quietShown` their quiet ones too. */
export function shownLanes(
  groups: readonly LaneGroup[],
  options: { folded: ReadonlySet<number>; quietShown: ReadonlySet<number> },
): LaneModel[] {
  const { folded, quietShown } = options;
  return groups.flatMap(group => {
    if (folded.has(group.degree)) return [];
    return quietShown.has(group.degree)
      ? [...group.lanes, ...group.quiet]
      : group.lanes;
  });
}

/** Known events of a lane that overlap the view. */
export function countInView(
  lane: LaneModel,
  view: TimeRange,
  now: number,
): number {
  return [...lane.changes, ...lane.issues].filter(event =>
    overlaps(view, event.start, endAt(event, now)),
  ).length;
}

function orderOf(lane: LaneModel, rank: number, count: number): number {
  if (rank !== Infinity) return 0;
  if (lane.lane.health.status === 'unhealthy') return 1;
  if (lane.lane.health.status === 'degraded') return 2;
  return count > 0 ? 3 : 4;
}

function isQuiet(lane: LaneModel): boolean {
  return (
    lane.lane.complete &&
    lane.changes.length === 0 &&
    lane.issues.length === 0 &&
    !ILL.has(lane.lane.health.status)
  );
}
