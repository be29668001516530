import type { ChangeFeed } from '../ingest/ChangeFeed';

interface Sighting {
  observedAt: number;
  /** The portal's time at which the row was taken in; absent: before this process looked. */
  takenInAt?: number;
}

/**
 * What time it is for a row by the clock of its source: its own time and what has passed since it was taken in. So a word that comes
 * late, or from a clock that differs, is judged as it was when it was said. For rows that nobody here has seen coming it is the portal's
 * time.
 * @internal
 */
export class RowClocks {
  readonly #now: () => number;
  readonly #takenIn = new Map<number, number>();
  readonly #seen = new Map<number, Sighting>();

  static create(options: { feed: ChangeFeed; now: () => number }): RowClocks {
    const clocks = new RowClocks(options.now);
    options.feed.subscribe(({ subjectIds }) => {
      for (const id of subjectIds) {
        if (!clocks.#seen.has(id)) clocks.#takenIn.set(id, options.now());
      }
    });
    return clocks;
  }

  private constructor(now: () => number) {
    this.#now = now;
  }

  /** Milliseconds, as both arguments' times. */
  nowOf(rowId: number, observedAt: number): number {
    const now = this.#now();
    const { takenInAt } = this.#sighting(rowId, observedAt, now);
    return takenInAt === undefined ? now : observedAt + (now - takenInAt);
  }

  #sighting(rowId: number, observedAt: number, now: number): Sighting {
    const known = this.#seen.get(rowId);
    if (known?.observedAt === observedAt) return known;
    const sighting = {
      observedAt,
      takenInAt: known ? now : this.#takenIn.get(rowId),
    };
    this.#takenIn.delete(rowId);
    this.#seen.set(rowId, sighting);
    return sighting;
  }
}
