// For processes that are on a visitor's laptop only to be looked at: the heap
// grows by a quarter between two collections, not to its double, there is
// little room for what has just been made, and threads share their arenas.
// Costs a second of processor time at the start and saves 300 MiB.
const GROWTH = '--heap-growing-percent=25';

export const SMALL_WORLD = [GROWTH, '--max-semi-space-size=2'];
export const SMALL_PORTAL = [
  GROWTH,
  '--max-semi-space-size=8',
  // Places of errors in the TypeScript would cost 30 MiB.
  '--no-enable-source-maps',
];
export const SMALL_ENV = { MALLOC_ARENA_MAX: '2' };
