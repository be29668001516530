const FIRST_BYTES = 65_536;
/** UTF-8 takes at most so many bytes for a unit of a JavaScript string. */
const BYTES_PER_UNIT_MAX = 3;

/**
 * JSON that is put together from many pieces, as UTF-8. One long text instead would be copied three times over, and twice as wide as
 * soon as one piece holds an arrow.
 * @internal
 */
export class JsonBuffer {
  #bytes: Buffer = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;

  static create(): JsonBuffer {
    return new JsonBuffer();
  }

  private constructor() {}

  add(json: string): void {
    const needed = this.#length + json.length * BYTES_PER_UNIT_MAX;
    if (needed > this.#bytes.length) this.#grow(needed);
    this.#length += this.#bytes.write(json, this.#length);
  }

  /** All that was added. */
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
