import type { Named } from '../kinds';

/** A watch that goes on after a crash repeats what was seen since the last commit. */
export function isNewer(next: Named, previous: Named): boolean {
  if (next.resourceVersion === previous.resourceVersion) return false;
  const [a, b] = [next, previous].map(object => Number(object.resourceVersion));
  return Number.isNaN(a) || Number.isNaN(b) || a > b;
}
