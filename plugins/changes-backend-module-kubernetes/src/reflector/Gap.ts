/** A shorter time without a watch is nothing that a person would want to know. */
const GAP_MIN_MS = 2_000;
const CATCH_UP_MS = 10_000;

/** The time before a watch was opened in which nobody watched. */
export interface Gap {
  from: number;
  openedAt?: number;
  /** A bookmark came: all that happened in the gap has been delivered. */
  isOver?: true;
}

// Without bookmarks one cannot tell what is old; what a server remembers it sends at once.
export function isLate({ from, openedAt, isOver }: Gap, now: number): boolean {
  return (
    !isOver &&
    openedAt !== undefined &&
    openedAt - from > GAP_MIN_MS &&
    now - openedAt < CATCH_UP_MS
  );
}
