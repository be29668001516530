/** What comes back within this time after it was over is the same thing again. */
const QUIET_MS = 10 * 60_000;

/** Something that is amiss from one moment to another, perhaps again and again: one event, however often it flaps. */
export interface Episode {
  key: string;
  start: string;
  /** When it began the last time. */
  onset: string;
  /** How often it has begun. */
  times: number;
  /** When it was over, where it is. */
  over?: string;
}

/** It begins, or begins again. */
export function begin(
  before: Episode | undefined,
  key: string,
  at: string,
): Episode {
  return before?.over !== undefined &&
    Date.parse(at) - Date.parse(before.over) < QUIET_MS
    ? { ...before, onset: at, times: before.times + 1, over: undefined }
    : { key, start: at, onset: at, times: 1 };
}

/** It is over, for now. */
export function finish(episode: Episode, at: string): Episode {
  return {
    ...episode,
    over: Date.parse(at) < Date.parse(episode.onset) ? episode.onset : at,
  };
}

/** `for 57 s`, `4 times in 2 h` */
export function howLong({ start, over = start, times }: Episode): string {
  const span = spanText(Date.parse(over) - Date.parse(start));
  return times === 1 ? `for ${span}` : `${times} times in ${span}`;
}

/** A span of time as a person says it: `57 s`, `12 min`, `3 h`, `2 d`. */
export function spanText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}
