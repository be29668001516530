import type { Edge } from './edges';

/** An entity's place relative to the page's entity. @internal */
export interface Place {
  ref: string;
  degree: number;
  /** Refs from the page's entity to this one, both included. */
  path: string[];
}

/** @internal */
export type Direction = 'upstream' | 'downstream';

/** Most lanes of one answer. @internal */
export const LANES_MAX = 200;

/**
 * The entities within reach by shortest path. A way through an entity that the reader may not see is cut; what can then not be
 * reached within the same number of hops is counted, never named. The farthest beyond {@link LANES_MAX} are left out.
 * @internal
 */
export function walk(options: {
  root: string;
  edges: Edge[];
  direction: Direction;
  degree: number;
  isVisible: (ref: string) => boolean;
}): { places: Place[]; leftOut: number; withheld: number } {
  const next = neighbours(options.edges, options.direction);
  const all = reach(next, options.root, options.degree, () => true);
  const places = reach(next, options.root, options.degree, options.isVisible);
  return {
    places: places.slice(0, LANES_MAX),
    leftOut: Math.max(places.length - LANES_MAX, 0),
    withheld: all.length - places.length,
  };
}

function reach(
  next: Map<string, string[]>,
  root: string,
  degree: number,
  isVisible: (ref: string) => boolean,
): Place[] {
  const places: Place[] = [{ ref: root, degree: 0, path: [root] }];
  const seen = new Set([root]);
  for (const place of places) {
    if (place.degree === degree) break;
    for (const ref of next.get(place.ref) ?? []) {
      if (seen.has(ref) || !isVisible(ref)) continue;
      seen.add(ref);
      places.push({
        ref,
        degree: place.degree + 1,
        path: [...place.path, ref],
      });
    }
  }
  return places;
}

// Sorted, so that among equally short paths the same one is told every time.
function neighbours(
  edges: Edge[],
  direction: Direction,
): Map<string, string[]> {
  const next = new Map<string, Set<string>>();
  for (const { src, dst } of edges) {
    const [from, to] = direction === 'upstream' ? [src, dst] : [dst, src];
    const set = next.get(from) ?? new Set();
    next.set(from, set.add(to));
  }
  return new Map([...next].map(([ref, set]) => [ref, [...set].sort()]));
}
