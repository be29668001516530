// For processes that are on a visitor's laptop only to be looked at: the heap
// grows by a quarter between two collections, not to its double, there is
// little room for what has just been made, and threads share their arenas.
// Saves 300 MiB.
const GROWTH = '--heap-growing-percent=25';

export const SMALL_WORLD = [GROWTH, '--max-semi-space-size=2'];
export const SMALL_PORTAL = [
  '--max-semi-space-size=8',
  // Places of errors in the TypeScript would cost 30 MiB.
  '--no-enable-source-maps',
];
export const SMALL_ENV = { MALLOC_ARENA_MAX: '2' };
// While it loads it only grows: to collect so often then costs a second.
export const SMALL_PORTAL_ENV = { ...SMALL_ENV, RIPPLE_V8_LATER: GROWTH };
