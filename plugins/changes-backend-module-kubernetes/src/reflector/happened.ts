import type { Happened } from './ReflectorSink';

/** What is known of when something happened. Milliseconds by the cluster's clock. */
export interface Hint {
  /** At which it was written, to the second or two; NaN where nothing says. */
  time: number;
  /** Since when it must have happened. */
  after?: number;
  /** By when it had. */
  by?: number;
}

/**
 * When each of several changes happened that are read at once. They come in the order in which they happened, so that the times that some
 * of them carry bound the others.
 * @param bounds - when all before had been read, and now: milliseconds by the cluster's clock
 */
export function happenedBetween(
  heard: Hint[],
  bounds: { from: number; to: number },
): Required<Happened>[] {
  let { from, to } = bounds;
  const earliest = heard.map(({ time, after = from }) => {
    from = Math.max(from, Number.isNaN(time) ? after : time);
    return { from, isOwn: !Number.isNaN(time) };
  });
  const happened: Required<Happened>[] = [];
  for (let i = heard.length - 1; i >= 0; i--) {
    to = Math.min(to, heard[i].by ?? to);
    const { from: start, isOwn } = earliest[i];
    happened[i] = { from: start, at: isOwn ? start : Math.max(start, to) };
    if (isOwn) to = Math.min(to, start - 1);
  }
  return happened;
}
