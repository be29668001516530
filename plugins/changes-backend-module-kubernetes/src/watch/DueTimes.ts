/** What time alone will bring, by whom it concerns. */
export class DueTimes {
  readonly #due = new Map<string, number>();
  #next = Infinity;

  /** When the earliest is due; Infinity when nothing is. */
  get next(): number {
    return this.#next;
  }

  /** @param at - milliseconds by the cluster's clock; undefined: nothing is due */
  set(id: string, at: number | undefined): void {
    const before = this.#due.get(id);
    if (at === before) return;
    if (at === undefined) this.#due.delete(id);
    else this.#due.set(id, at);
    if (at !== undefined && at < this.#next) this.#next = at;
    else if (before === this.#next) this.#next = earliest(this.#due);
  }

  /** Takes out the earliest that is due by then. Of those due at one moment, any. */
  take(by: number): { id: string; at: number } | undefined {
    if (this.#next > by) return undefined;
    for (const [id, at] of this.#due) {
      if (at !== this.#next) continue;
      this.#due.delete(id);
      this.#next = earliest(this.#due);
      return { id, at };
    }
    return undefined;
  }
}

function earliest(due: Map<string, number>): number {
  let next = Infinity;
  for (const at of due.values()) if (at < next) next = at;
  return next;
}
