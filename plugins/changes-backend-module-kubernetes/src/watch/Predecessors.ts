import type { Kind, Named } from '../kinds';

/** So many that were deleted last are remembered: whoever replaces an object makes the next one at once. */
const GONE_MAX = 1_000;

/** When objects were deleted in whose place others may come, as with `kubectl replace --force`. */
export class Predecessors {
  readonly #goneAt = new Map<string, string>();

  static create(): Predecessors {
    return new Predecessors();
  }

  private constructor() {}

  /** Notes when an object was gone, RFC 3339. */
  note(kind: Kind, object: Named, goneAt: string): void {
    const key = keyOf(kind, object);
    this.#goneAt.delete(key);
    this.#goneAt.set(key, goneAt);
    if (this.#goneAt.size > GONE_MAX) {
      this.#goneAt.delete(this.#goneAt.keys().next().value!);
    }
  }

  /** When the last one of an object's name was gone. */
  goneAt(kind: Kind, object: Named): string | undefined {
    return this.#goneAt.get(keyOf(kind, object));
  }
}

function keyOf({ id }: Kind, { namespace, name }: Named): string {
  return `${id}/${namespace ?? ''}/${name}`;
}
