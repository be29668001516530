/** Takes so many out of a set, those first that came first. */
export function* taken<T>(set: Set<T>, limit: number): Generator<T> {
  let count = 0;
  for (const item of set) {
    if (count++ >= limit) return;
    set.delete(item);
    yield item;
  }
}
