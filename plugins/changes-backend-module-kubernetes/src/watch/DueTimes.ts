interface Entry {
  id: string;
  at: number;
}

/** What time alone will bring, by whom it concerns: a heap, so that looking costs the same whatever waits in it. */
export class DueTimes {
  readonly #due = new Map<string, number>();
  /** The earliest first. Entries that are not due any more, or at another time, stay in it until they come up or are too many. */
  #heap: Entry[] = [];

  /** When the earliest is due; Infinity when nothing is. */
  get next(): number {
    return this.#first()?.at ?? Infinity;
  }

  /** When it is due; undefined: never. */
  of(id: string): number | undefined {
    return this.#due.get(id);
  }

  /** @param at - milliseconds by the cluster's clock; undefined: nothing is due */
  set(id: string, at: number | undefined): void {
    if (at === this.#due.get(id)) return;
    if (at === undefined) {
      this.#due.delete(id);
    } else {
      this.#due.set(id, at);
      this.#push({ id, at });
    }
    if (this.#heap.length > 2 * this.#due.size + 16) this.#rebuild();
  }

  /** Takes out the earliest that is due by then. Of those due at one moment, any. */
  take(by: number): Entry | undefined {
    const first = this.#first();
    if (!first || first.at > by) return undefined;
    this.#pop();
    this.#due.delete(first.id);
    return first;
  }

  #first(): Entry | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (!first || this.#due.get(first.id) === first.at) return first;
      this.#pop();
    }
  }

  #rebuild(): void {
    // What is in order is a heap.
    this.#heap = [...this.#due]
      .map(([id, at]) => ({ id, at }))
      .sort((a, b) => a.at - b.at);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (heap[parent].at <= entry.at) break;
      heap[index] = heap[parent];
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1].at < heap[child].at) {
        child++;
      }
      if (heap[child].at >= last.at) break;
      heap[index] = heap[child];
      index = child;
    }
    heap[index] = last;
  }
}
