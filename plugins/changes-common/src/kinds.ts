/**
 * What a change altered, coarsely. The order is the order of the legend.
 * @public
 */
export const CHANGE_KINDS = [
  'deployment',
  'rollback',
  'restart',
  'scale',
  'autoscale',
  'config',
  'secret',
  'flag',
  'access',
  'catalog',
  'code',
  'pipeline',
  'job',
  'migration',
  'infrastructure',
  'network',
  'storage',
  'node',
  'third-party',
  'custom',
] as const;

/**
 * What a change altered, coarsely.
 * @public
 */
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/**
 * The three sorts of rows on the timeline.
 * @public
 */
export const EVENT_TYPES = ['change', 'alert', 'health'] as const;

/**
 * How a change ended, or has not yet.
 * @public
 */
export const CHANGE_STATUSES = [
  'in-progress',
  'succeeded',
  'failed',
  'superseded',
  'unknown-end',
] as const;

/**
 * How an alert or a health issue stands. In this order one beats another that was observed at the same moment: later wins.
 * @public
 */
export const ISSUE_STATUSES = [
  'open',
  'suppressed',
  'acknowledged',
  'resolved',
] as const;

/**
 * How bad an event is, by its source's rule.
 * @public
 */
export const SEVERITIES = [
  'info',
  'warning',
  'error',
  'critical',
  'unknown',
] as const;

/**
 * The health of a workload, an environment or an entity. `unknown` means that nobody watches; it is never drawn as healthy.
 * @public
 */
export const HEALTH_STATUSES = [
  'unhealthy',
  'degraded',
  'unknown',
  'healthy',
] as const;

/**
 * Whether a source's scope was being observed.
 * @public
 */
export const COVERAGE_STATES = [
  'live',
  'stale',
  'forbidden',
  'not-observed',
] as const;
