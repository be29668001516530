/** The value that so large a part of all values does not exceed. Throws without values. */
export function quantile(values: readonly number[], part: number): number {
  if (values.length === 0) throw new Error('no values');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(Math.ceil(part * sorted.length) - 1, 0)];
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
