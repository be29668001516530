import type { Named } from '../kinds';

/** Objects by uid and by the uid of what controls them. Most have a controller to themselves, so small things count here. */
export class OwnedObjects<T extends Named & { owner: string }> {
  readonly #objects = new Map<string, T>();
  readonly #uids = new Map<string, string[]>();

  set(object: T): void {
    const { uid, owner } = object;
    const before = this.#objects.get(uid);
    if (before?.owner !== owner) {
      if (before) this.#disown(before);
      const uids = this.#uids.get(owner);
      if (uids) uids.push(uid);
      else this.#uids.set(owner, [uid]);
    }
    this.#objects.set(uid, object);
  }

  /** Gives what controlled it. */
  delete(uid: string): string | undefined {
    const object = this.#objects.get(uid);
    if (!object) return undefined;
    this.#objects.delete(uid);
    this.#disown(object);
    return object.owner;
  }

  get(uid: string): T | undefined {
    return this.#objects.get(uid);
  }

  ownerOf(uid: string): string | undefined {
    return this.#objects.get(uid)?.owner;
  }

  of(owner: string): T[] {
    return (this.#uids.get(owner) ?? []).map(uid => this.#objects.get(uid)!);
  }

  all(): Iterable<T> {
    return this.#objects.values();
  }

  #disown({ uid, owner }: T): void {
    const uids = this.#uids.get(owner)!;
    if (uids.length === 1) this.#uids.delete(owner);
    else uids.splice(uids.indexOf(uid), 1);
  }
}
