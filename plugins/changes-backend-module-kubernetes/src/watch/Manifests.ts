import type { JsonObject } from '@backstage/types';
import type { Named } from '../kinds';
import { isNewer } from './isNewer';

/**
 * Manifests of a cluster's objects, for as long as they are needed: the store has all of them, and memory not for tens of thousands.
 * Whoever commits what the model says may let them go afterwards, and then has to bring back what the model needs of them.
 */
export class Manifests {
  readonly #held = new Map<string, JsonObject>();

  get(uid: string): JsonObject | undefined {
    return this.#held.get(uid);
  }

  /** Whether the manifest of what is known is needed, and not here: it is gone, or another version of it differs in it. */
  lack(
    known: Named & { digest?: string },
    next: Named & { digest?: string },
    type: 'set' | 'deleted',
  ): boolean {
    if (this.#held.has(known.uid)) return false;
    return (
      type === 'deleted' ||
      (isNewer(next, known) &&
        (known.digest === undefined || known.digest !== next.digest))
    );
  }

  hold(uid: string, manifest: JsonObject): void {
    this.#held.set(uid, manifest);
  }

  drop(uid: string): void {
    this.#held.delete(uid);
  }

  letGo(): void {
    this.#held.clear();
  }
}
