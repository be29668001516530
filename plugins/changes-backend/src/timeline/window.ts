import { InputError } from '@backstage/errors';
import { WINDOW_MAX_DAYS } from '@ripplehq/backstage-plugin-changes-common/schema';

/** A stretch of time in milliseconds, whole buckets wide. @internal */
export interface Window {
  from: number;
  to: number;
  bucketMs: number;
}

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WINDOW_DEFAULT_MS = DAY_MS;
/** Events are stamped by their sources' clocks, which may be ahead of the portal's. */
const AHEAD_MAX_MS = 10 * 60_000;
const BUCKETS_MAX = 120;
const BUCKET_STEPS_SECONDS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600,
  43_200,
];

/**
 * The window that a question asks for, by default the last 24 hours.
 * @throws InputError when it is empty, turned round or too wide.
 * @internal
 */
export function windowOf(
  query: { from?: string; to?: string },
  now: number,
): { from: number; to: number } {
  const to = query.to ? Date.parse(query.to) : now;
  const from = query.from ? Date.parse(query.from) : to - WINDOW_DEFAULT_MS;
  if (from >= to) {
    throw new InputError(
      `from: ${iso(from)} must be before to, which is ${iso(to)}`,
    );
  }
  if (to - from > WINDOW_MAX_DAYS * DAY_MS) {
    throw new InputError(
      `from: the window from ${iso(from)} to ${iso(
        to,
      )} is longer than ${WINDOW_MAX_DAYS} days; ask for a shorter one`,
    );
  }
  return { from, to };
}

/**
 * The window of a list, which without an end has all that came last, also where the portal's clock is behind.
 * @throws InputError as {@link windowOf} does.
 * @internal
 */
export function listWindowOf(
  query: { from?: string; to?: string },
  now: number,
): { from: number; to: number } {
  const { from, to } = windowOf(query, now);
  return { from, to: query.to ? to : to + AHEAD_MAX_MS };
}

/**
 * Widens a window to whole buckets, so that who asks again a moment later asks the same.
 * @internal
 */
export function quantised(window: { from: number; to: number }): Window {
  const span = window.to - window.from;
  const seconds =
    BUCKET_STEPS_SECONDS.find(
      step => span / (step * SECOND_MS) <= BUCKETS_MAX,
    ) ?? BUCKET_STEPS_SECONDS[BUCKET_STEPS_SECONDS.length - 1];
  const bucketMs = seconds * SECOND_MS;
  return {
    from: Math.floor(window.from / bucketMs) * bucketMs,
    to: Math.ceil(window.to / bucketMs) * bucketMs,
    bucketMs,
  };
}

/** Whether hourly sums answer for this window. @internal */
export function isCoarse(window: Window): boolean {
  return (
    window.to - window.from > DAY_MS + window.bucketMs * 2 &&
    window.bucketMs % HOUR_MS === 0
  );
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
