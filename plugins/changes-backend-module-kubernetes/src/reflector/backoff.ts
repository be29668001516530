import type { ApiFailure, FailureClass } from './ApiFailure';

interface Policy {
  firstMs: number;
  maxMs: number;
}

// What a person has to mend is asked about in minutes before long; what mends itself, in seconds.
const POLICIES: Record<FailureClass, Policy> = {
  expired: { firstMs: 200, maxMs: 30_000 },
  network: { firstMs: 500, maxMs: 30_000 },
  'server-error': { firstMs: 1_000, maxMs: 30_000 },
  'too-many-requests': { firstMs: 2_000, maxMs: 60_000 },
  certificate: { firstMs: 10_000, maxMs: 300_000 },
  unauthorized: { firstMs: 5_000, maxMs: 300_000 },
  garbage: { firstMs: 5_000, maxMs: 300_000 },
  // An API server that has just started refuses everybody until it knows its roles.
  forbidden: { firstMs: 2_000, maxMs: 600_000 },
  'not-found': { firstMs: 60_000, maxMs: 600_000 },
};

/** No server's wish for patience is taken for longer than this. */
const RETRY_AFTER_MAX_MS = 300_000;

/**
 * How long to wait before the next attempt.
 * @param attempt - failures in a row before this one
 * @param random - in [0, 1): spreads many reflectors that failed together over half of the delay
 */
export function backoffMs(
  failure: ApiFailure,
  attempt: number,
  random: number,
): number {
  const { firstMs, maxMs } = POLICIES[failure.failureClass];
  const delay = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 20));
  const jittered = delay * (1 - random / 2);
  return Math.max(
    jittered,
    Math.min(failure.retryAfterMs ?? 0, RETRY_AFTER_MAX_MS),
  );
}
