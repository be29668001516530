import type { Named } from '../kinds';

/** Objects by uid and by the uid of what controls them. */
export class OwnedObjects<T extends Named & { owner: string }> {
  readonly #byOwner = new Map<string, Map<string, T>>();
  readonly #owners = new Map<string, string>();

  set(object: T): void {
    const objects = this.#byOwner.get(object.owner) ?? new Map<string, T>();
    this.#byOwner.set(object.owner, objects.set(object.uid, object));
    this.#owners.set(object.uid, object.owner);
  }

  delete(uid: string): string | undefined {
    const owner = this.#owners.get(uid);
    if (owner === undefined) return undefined;
    this.#owners.delete(uid);
    const objects = this.#byOwner.get(owner);
    objects?.delete(uid);
    if (objects?.size === 0) this.#byOwner.delete(owner);
    return owner;
  }

  get(uid: string): T | undefined {
    const owner = this.#owners.get(uid);
    return owner === undefined ? undefined : this.#byOwner.get(owner)?.get(uid);
  }

  ownerOf(uid: string): string | undefined {
    return this.#owners.get(uid);
  }

  of(owner: string): T[] {
    return [...(this.#byOwner.get(owner)?.values() ?? [])];
  }

  all(): T[] {
    return [...this.#byOwner.values()].flatMap(objects => [
      ...objects.values(),
    ]);
  }
}
