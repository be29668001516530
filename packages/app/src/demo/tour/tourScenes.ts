/** The scenes in the order in which they are told; `id` as the world names them. */
export const TOUR_SCENES = [
  { id: 'alert', words: 'alert' },
  { id: 'pull-request', words: 'pullRequest' },
  { id: 'by-hand', words: 'byHand' },
  { id: 'no-change', words: 'noChange' },
  { id: 'withheld', words: 'withheld' },
  { id: 'cluster', words: 'cluster' },
  { id: 'health', words: 'health' },
  { id: 'restart', words: 'restart' },
] as const;

/** What the scenes show that show several things; `id` as the world names them. */
export const SCENES_WITHIN = {
  cluster: [
    { id: 'canary', label: 'tour.cluster.canary' },
    { id: 'sync', label: 'tour.cluster.sync' },
    { id: 'migration', label: 'tour.cluster.migration' },
    { id: 'node', label: 'tour.cluster.node' },
    { id: 'operator', label: 'tour.cluster.operator' },
  ],
  health: [
    { id: 'autoscaler', label: 'tour.health.autoscaler' },
    { id: 'probe', label: 'tour.health.probe' },
    { id: 'memory', label: 'tour.health.memory' },
    { id: 'image', label: 'tour.health.image' },
  ],
} as const;
