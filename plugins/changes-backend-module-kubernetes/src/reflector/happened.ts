import type { Happened } from './ReflectorSink';

/**
 * When each of several changes happened that are read at once. They come in the order in which they happened, so that the times that some
 * of them carry bound the others; one that was written later than all before it carries its own.
 * @param writtenAt - of each change the latest time that the API server wrote into its object; NaN where there is none
 * @param bounds - when all before had been read, and now: milliseconds by the cluster's clock
 */
export function happenedBetween(
  writtenAt: number[],
  bounds: { from: number; to: number },
): Required<Happened>[] {
  let { from, to } = bounds;
  const earliest = writtenAt.map(time => {
    const before = from;
    if (time > from) from = time;
    return { from, isOwn: from > before };
  });
  const happened: Required<Happened>[] = [];
  for (let i = writtenAt.length - 1; i >= 0; i--) {
    const { from: start, isOwn } = earliest[i];
    happened[i] = { from: start, at: isOwn ? start : Math.max(start, to) };
    if (isOwn) to = Math.min(to, start - 1);
  }
  return happened;
}
