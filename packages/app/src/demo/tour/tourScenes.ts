/** The scenes in the order in which they are told; `id` as the world names them. */
export const TOUR_SCENES = [
  { id: 'alert', words: 'alert' },
  { id: 'pull-request', words: 'pullRequest' },
  { id: 'by-hand', words: 'byHand' },
  { id: 'no-change', words: 'noChange' },
  { id: 'withheld', words: 'withheld' },
  { id: 'restart', words: 'restart' },
] as const;
