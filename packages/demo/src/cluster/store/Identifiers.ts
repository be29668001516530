const NAME_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** Makes up what an API server makes up; the same for the same seed, so that each start tells the same story. */
export class Identifiers {
  #state: number;

  static create(options: { seed: number }): Identifiers {
    return new Identifiers(options.seed);
  }

  private constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  uid(): string {
    const digits = Array.from({ length: 32 }, () =>
      this.#below(16).toString(16),
    );
    digits[12] = '4';
    digits[16] = (8 + this.#below(4)).toString(16);
    const text = digits.join('');
    return [
      text.slice(0, 8),
      text.slice(8, 12),
      text.slice(12, 16),
      text.slice(16, 20),
      text.slice(20),
    ].join('-');
  }

  /** What is put behind `generateName`. */
  suffix(): string {
    return Array.from(
      { length: 5 },
      () => NAME_LETTERS[this.#below(NAME_LETTERS.length)],
    ).join('');
  }

  clusterIp(): string {
    return `10.${96 + this.#below(16)}.${this.#below(256)}.${
      1 + this.#below(254)
    }`;
  }

  /** By mulberry32. */
  #below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }
}
