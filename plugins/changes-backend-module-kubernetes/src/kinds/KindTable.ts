import type { Kind } from './Kind';

/** The kinds that are watched, in the order in which they are written down. */
export class KindTable {
  readonly all: readonly Kind[];
  readonly #byId: ReadonlyMap<string, Kind>;

  readonly #namespaces: ReadonlyMap<Kind, readonly string[]>;

  /**
   * @param namespaces - where a kind is not watched in the whole cluster
   * @throws Error if two rows have the same id
   */
  static of(
    kinds: readonly Kind[],
    namespaces: ReadonlyMap<Kind, readonly string[]> = new Map(),
  ): KindTable {
    return new KindTable(kinds, namespaces);
  }

  private constructor(
    kinds: readonly Kind[],
    namespaces: ReadonlyMap<Kind, readonly string[]>,
  ) {
    this.all = kinds;
    this.#namespaces = namespaces;
    this.#byId = new Map(kinds.map(kind => [kind.id, kind]));
    if (this.#byId.size < kinds.length) {
      throw new Error('A kind is in the table twice.');
    }
  }

  get(id: string): Kind | undefined {
    return this.#byId.get(id);
  }

  /**
   * The same kinds, for who may read these namespaces only.
   * @param bound - undefined: the whole cluster
   */
  within(bound: readonly string[] | undefined): KindTable {
    if (!bound) return this;
    const places = this.all.map(kind => {
      const own = this.#namespaces.get(kind);
      const allowed = own
        ? own.filter(name => bound.includes(name))
        : [...new Set(bound)];
      return [kind, kind.scope === 'cluster' ? [] : allowed] as const;
    });
    return new KindTable(this.all, new Map(places));
  }

  /** The only namespaces in which it is watched, none where it cannot be; undefined: the whole cluster. */
  namespacesOf(kind: Kind): readonly string[] | undefined {
    return this.#namespaces.get(kind);
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
