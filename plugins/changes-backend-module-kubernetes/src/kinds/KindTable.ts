import type { Kind } from './Kind';

/** The kinds that are watched, in the order in which they are written down. */
export class KindTable {
  readonly all: readonly Kind[];
  readonly #byId: ReadonlyMap<string, Kind>;

  /** @throws Error if two rows have the same id */
  static of(kinds: readonly Kind[]): KindTable {
    return new KindTable(kinds);
  }

  private constructor(kinds: readonly Kind[]) {
    this.all = kinds;
    this.#byId = new Map(kinds.map(kind => [kind.id, kind]));
    if (this.#byId.size < kinds.length) {
      throw new Error('A kind is in the table twice.');
    }
  }

  get(id: string): Kind | undefined {
    return this.#byId.get(id);
  }

  /** The watched kinds that are read before it. */
  before(kind: Kind): Kind[] {
    return kind.after.flatMap(id => this.get(id) ?? []);
  }

  /** Whether a kind is not read before another one is. */
  waitsFor(kind: Kind, other: Kind): boolean {
    return this.before(kind).some(
      first => first === other || this.waitsFor(first, other),
    );
  }
}
