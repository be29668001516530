import type { CoverageInterval } from './types';

/**
 * Of the scopes of one instance those that say how it is observed as a whole. A kind of object that may not be read, or that is not
 * served, says nothing of the others: it counts only where none is read.
 * @public
 */
export function tellingScopes<T extends Pick<CoverageInterval, 'state'>>(
  scopes: readonly T[],
): T[] {
  const read = scopes.filter(
    ({ state }) => state === 'live' || state === 'stale',
  );
  return read.length > 0 ? read : [...scopes];
}
