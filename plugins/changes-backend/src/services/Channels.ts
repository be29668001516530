import { createHmac, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const NAME_BYTES = 16;
/** An entity's page that was not asked for so long is closed. */
const INTEREST_MS = 10 * 60_000;

/**
 * Names of signal channels, one a page entity. Anybody may listen to any channel, so a name must not be guessable from an entity's:
 * it is a keyed hash that only an answer gives away.
 * @internal
 */
export class Channels {
  readonly #key: Buffer;
  readonly #now: () => number;
  /** Entity ref → when it was last asked for. */
  readonly #asked = new Map<string, number>();

  /** @param options - `key`: shared by all replicas. */
  static create(options: { key: Buffer; now: () => number }): Channels {
    return new Channels(options.key, options.now);
  }

  private constructor(key: Buffer, now: () => number) {
    this.#key = key;
    this.#now = now;
  }

  /** The channel of an entity; notes that somebody looks at its page. */
  ask(entityRef: string): string {
    this.#asked.set(entityRef, this.#now());
    return this.of(entityRef);
  }

  of(entityRef: string): string {
    const hash = createHmac('sha256', this.#key).update(entityRef).digest();
    return `changes:${hash.subarray(0, NAME_BYTES).toString('base64url')}`;
  }

  /** The entities whose pages somebody may have open. */
  watched(): string[] {
    const since = this.#now() - INTEREST_MS;
    for (const [ref, at] of this.#asked) {
      if (at < since) this.#asked.delete(ref);
    }
    return [...this.#asked.keys()];
  }
}

/** A new key for {@link Channels}. @internal */
export function channelKey(): Buffer {
  return randomBytes(KEY_BYTES);
}
