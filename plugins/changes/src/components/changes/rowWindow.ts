/** Rows kept alive above and below those in sight. */
const SPARE_ROWS = 10;

/** Which rows of fixed height to draw; `last` is the first that is not. */
export function rowWindow(options: {
  count: number;
  rowPx: number;
  scrollTop: number;
  heightPx: number;
}): { first: number; last: number } {
  const { count, rowPx, scrollTop, heightPx } = options;
  const top = Math.floor(scrollTop / rowPx);
  const sight = Math.ceil(heightPx / rowPx);
  return {
    first: Math.max(0, Math.min(top, count - sight) - SPARE_ROWS),
    last: Math.min(count, top + sight + SPARE_ROWS),
  };
}
