/** The API server cuts times to whole seconds. */
const TIME_STEP_MS = 1_000;

/**
 * Between which moments each of several changes happened that are read at once, after nobody had been watching. They come in the order
 * in which they happened, so the times that some of them carry bound the others.
 * @param writtenAt - of each change the latest time that its object tells of
 * @param gapFrom - when the watching ended
 */
export function narrowGaps(
  writtenAt: (string | undefined)[],
  gapFrom: string,
  now: string,
): { from: string; to: string }[] {
  const times = writtenAt.map(time => (time ? Date.parse(time) : NaN));
  let from = Date.parse(gapFrom);
  const lower = times.map(time => {
    from = Math.max(from, Number.isNaN(time) ? from : time);
    return from;
  });
  let to = Date.parse(now);
  const gaps: { from: string; to: string }[] = [];
  for (let i = times.length - 1; i >= 0; i--) {
    gaps[i] = { from: text(lower[i]), to: text(Math.max(to, lower[i])) };
    // Only a write of this gap says anything: it is later than all before it.
    if (i > 0 && times[i] > lower[i - 1]) {
      to = Math.min(to, times[i] + TIME_STEP_MS);
    }
  }
  return gaps;
}

function text(ms: number): string {
  return new Date(ms).toISOString();
}
