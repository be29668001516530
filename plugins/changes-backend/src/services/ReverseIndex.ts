/** Which entities have what: found by what they have, so that a change costs those alone whom it concerns. @internal */
export class ReverseIndex<K> {
  readonly #entities = new Map<K, Set<number>>();
  readonly #keys = new Map<number, readonly K[]>();

  static create<K>(): ReverseIndex<K> {
    return new ReverseIndex<K>();
  }

  private constructor() {}

  /** In place of what it had. */
  put(entityId: number, keys: Iterable<K>): void {
    this.delete(entityId);
    const own = [...new Set(keys)];
    if (own.length > 0) this.#keys.set(entityId, own);
    for (const key of own) {
      const entities = this.#entities.get(key);
      if (entities) entities.add(entityId);
      else this.#entities.set(key, new Set([entityId]));
    }
  }

  delete(entityId: number): void {
    for (const key of this.#keys.get(entityId) ?? []) {
      const entities = this.#entities.get(key)!;
      entities.delete(entityId);
      if (entities.size === 0) this.#entities.delete(key);
    }
    this.#keys.delete(entityId);
  }

  of(key: K): ReadonlySet<number> {
    return this.#entities.get(key) ?? new Set();
  }
}
