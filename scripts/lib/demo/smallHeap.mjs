/**
 * Options of Node.js for processes that are on a visitor's laptop only to be
 * looked at: the heap grows by a quarter between two collections, not to its
 * double. Costs a second of processor time at the start.
 */
export const SMALL_HEAP = ['--heap-growing-percent=25'];
