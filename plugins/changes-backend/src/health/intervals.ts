/** A stretch of time in milliseconds; without `to` it lasts. @internal */
export interface Stretch {
  from: number;
  to?: number;
}

/** Where both lists have a stretch. Each list is ascending and without overlaps. @internal */
export function intersection(
  a: readonly Stretch[],
  b: readonly Stretch[],
): Stretch[] {
  return a.flatMap(left =>
    b.flatMap(right => {
      const from = Math.max(left.from, right.from);
      const to = Math.min(left.to ?? Infinity, right.to ?? Infinity);
      if (from >= to) return [];
      return [{ from, ...(to === Infinity ? {} : { to }) }];
    }),
  );
}
