/**
 * What each fact weighs, in natural logarithms of odds; what is not in the table weighs nothing. Fitted on made-up incidents
 * (`npm run bench -- suspects-fit`), drawn towards what is known of real ones; see docs/suspects.md.
 * @internal
 */
export const WEIGHTS: Readonly<Record<string, number>> = {
  'gap-2m': 2.35,
  'gap-15m': 2.89,
  'gap-1h': 1,
  'gap-3h': 0.45,
  'gap-12h': 0.27,
  'gap-long': -1.18,

  'degree-0': 0.43,
  'degree-1': -0.33,
  'degree-2': -0.47,
  'degree-3': -0.95,
  'degree-4': -1.39,
  'other-environment': -2,

  'replicas-cut': 2.16,
  'limit-lowered': 1.48,
  'value-cut': 1.33,
  removed: 0.59,
  wiring: 0.15,
  'labels-only': -1.5,

  'ill-soon-after': 1.35,
  'ill-later': 0.77,
  'ill-before-change': -0.84,
  'deepest-trouble': 0.33,
  'first-trouble': 0.24,
  'stayed-healthy': -0.91,
  'alone-in-trouble': 0.48,
  'upstream-in-trouble': -0.78,
  'healthy-after': -0.12,
  'after-first-trouble': -0.43,
  'path-in-trouble': 0.69,
  'path-healthy': -0.71,

  'named-by-symptom': 1.54,
  'named-on-path': 1.22,
  follows: 2.12,
  'same-words': 2.36,

  failed: 1.46,
  'takes-away': 1,
  'by-hand': 0.24,
  'by-controller': -0.43,
  undone: 1.43,

  'kind-deployment': 0.56,
  'kind-rollback': 0,
  'kind-restart': -0.5,
  'kind-scale': -0.07,
  'kind-config': -0.01,
  'kind-secret': 0.5,
  'kind-flag': 0.65,
  'kind-migration': 0.23,
  'kind-infrastructure': 0.06,
  'kind-network': 0.13,
  'kind-third-party': 0.39,
  'kind-autoscale': -2.63,
  'kind-catalog': -2.5,
  'kind-pipeline': -1.5,
  'kind-code': -1.5,
  'kind-job': -1,

  none: 4.32,
  'none-gaps': 0.37,
  'none-withheld': 0.3,
  'none-words': 2.55,
  'none-alone': 0.37,
};
