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
  const both: Stretch[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const from = Math.max(a[i].from, b[j].from);
    const [endA, endB] = [a[i].to ?? Infinity, b[j].to ?? Infinity];
    const to = Math.min(endA, endB);
    if (from < to) both.push({ from, ...(to === Infinity ? {} : { to }) });
    if (endA <= endB) i++;
    else j++;
  }
  return both;
}
