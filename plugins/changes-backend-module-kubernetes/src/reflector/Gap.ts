/** A shorter time without a watch is nothing that a person would want to know. */
const GAP_MIN_MS = 2_000;
const CATCH_UP_MS = 10_000;

/** A time in which nobody watched: before a watch was opened, or while what it had told could not be taken in. */
export interface Gap {
  /** By the cluster's clock. */
  from: number;
  /** How long it was. */
  ms: number;
  /** When it ended, by the local clock. */
  endedAt: number;
  /** Its end was not the opening of a watch: bookmarks wait among what was not taken in. */
  isStall?: true;
  /** A bookmark came: all that happened in the gap has been delivered. */
  isOver?: true;
}

/**
 * Whether what comes may have happened in the gap. Without bookmarks one cannot tell what is old; what a server remembers it sends at once.
 * @param now - by the local clock: the cluster's may jump
 */
export function isLate(gap: Gap, now: number): boolean {
  return !gap.isOver && lasted(gap) && now - gap.endedAt < CATCH_UP_MS;
}

/** Whether it was longer than what nobody would want to know of. */
export function lasted({ ms }: Gap): boolean {
  return ms > GAP_MIN_MS;
}
