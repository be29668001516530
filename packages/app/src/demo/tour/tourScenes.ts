/** The scenes in the order in which they are told; `id` as the world names them. */
export const TOUR_SCENES = [
  { id: 'alert', words: 'alert' },
  { id: 'pull-request', words: 'pullRequest' },
  { id: 'by-hand', words: 'byHand' },
  { id: 'no-change', words: 'noChange' },
  { id: 'withheld', words: 'withheld' },
  { id: 'cluster', words: 'cluster' },
  { id: 'restart', words: 'restart' },
] as const;

/** A scene that shows several things; `id` as the world names them. */
export const CLUSTER_SCENES = [
  { id: 'canary', words: 'canary' },
  { id: 'sync', words: 'sync' },
  { id: 'migration', words: 'migration' },
  { id: 'node', words: 'node' },
  { id: 'operator', words: 'operator' },
] as const;
