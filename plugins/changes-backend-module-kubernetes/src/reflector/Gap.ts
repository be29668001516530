/** A shorter time without a watch is nothing that a person would want to know. */
const GAP_MIN_MS = 2_000;
const CATCH_UP_MS = 10_000;

/** The time before a watch was opened in which nobody watched. */
export interface Gap {
  /** By the cluster's clock. */
  from: number;
  /** How long it was. */
  ms: number;
  /** When the watch was opened, by the local clock. */
  openedAt: number;
  /** A bookmark came: all that happened in the gap has been delivered. */
  isOver?: true;
}

/**
 * Whether what comes may have happened in the gap. Without bookmarks one cannot tell what is old; what a server remembers it sends at once.
 * @param now - by the local clock: the cluster's may jump
 */
export function isLate({ ms, openedAt, isOver }: Gap, now: number): boolean {
  return !isOver && ms > GAP_MIN_MS && now - openedAt < CATCH_UP_MS;
}
