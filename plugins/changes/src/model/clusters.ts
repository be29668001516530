import type { TimedEvent } from './timelineModel';

/** Marks closer than this are one. */
export const CLUSTER_DISTANCE_PX = 14;
/** A chain of near marks that is longer is cut on a grid of this width, anchored in time. */
export const CLUSTER_CELL_PX = 34;
/** Room that a suspect's number takes left of its mark. */
export const SUSPECT_ROOM_PX = 22;
/** Width of a pill that stands for several events. */
export const PILL_WIDTH_PX = 26;
/** Least distance between the begin of a pill and what comes next. */
const PILL_ROOM_PX = PILL_WIDTH_PX + 4;

/** Events that share a mark. */
export interface Cluster {
  events: TimedEvent[];
  /** The suspect among them with the lowest number: it stays itself and the others are counted beside it. */
  suspect?: TimedEvent;
}

/**
 * Joins events whose marks would touch. The result depends on the events and on milliseconds per pixel, never on what is in view,
 * so that panning leaves every mark what it is. `events` are oldest first.
 */
export function clusterEvents(
  events: readonly TimedEvent[],
  msPerPixel: number,
  ranks: ReadonlyMap<string, number>,
): Cluster[] {
  const distanceMs = CLUSTER_DISTANCE_PX * msPerPixel;
  const roomMs = SUSPECT_ROOM_PX * msPerPixel;
  const pillMs = PILL_ROOM_PX * msPerPixel;
  const cellMs = CLUSTER_CELL_PX * msPerPixel;
  const clusters: Cluster[] = [];
  let chain: TimedEvent[] = [];
  const endChain = () => {
    if (chain.length === 0) return;
    const long = chain[chain.length - 1].start - chain[0].start > cellMs;
    for (const part of long ? cutOnGrid(chain, cellMs) : [chain]) {
      clusters.push(toCluster(part, ranks));
    }
    chain = [];
  };
  for (const event of events) {
    if (chain.length > 0) {
      const free = Math.max(
        chain[chain.length - 1].start + distanceMs,
        chain.length > 1 ? chain[0].start + pillMs : 0,
      );
      const left = ranks.has(event.id) ? event.start - roomMs : event.start;
      if (left >= free) endChain();
    }
    chain.push(event);
  }
  endChain();
  return clusters;
}

function cutOnGrid(chain: TimedEvent[], cellMs: number): TimedEvent[][] {
  const parts: TimedEvent[][] = [];
  let cell = Number.NaN;
  for (const event of chain) {
    const its = Math.floor(event.start / cellMs);
    if (its !== cell) parts.push([]);
    cell = its;
    parts[parts.length - 1].push(event);
  }
  return parts;
}

function toCluster(
  events: TimedEvent[],
  ranks: ReadonlyMap<string, number>,
): Cluster {
  const [suspect] = events
    .filter(event => ranks.has(event.id))
    .sort((a, b) => ranks.get(a.id)! - ranks.get(b.id)!);
  return suspect ? { events, suspect } : { events };
}
