/** ASCII; any other character begins anew. */
const ASCII = 128;

/**
 * Finds many literals in one pass over a text, whatever their case (Aho and Corasick, 1975). A regular expression of as many
 * alternatives costs a hundred times as much, and this runs over every text of every object.
 */
export class LiteralScanner {
  /** Column of a character in the table; 0 for those in no literal. */
  readonly #columns: Uint8Array;
  readonly #width: number;
  /** Next state by state and column. */
  readonly #next: Uint16Array;
  /** Literals that end in a state, by their index. */
  readonly #ends: (readonly number[])[];
  readonly #isEnd: Uint8Array;

  static create(literals: readonly string[]): LiteralScanner {
    const lower = literals.map(literal => literal.toLowerCase());
    const columns = new Uint8Array(ASCII);
    let width = 1;
    for (const char of new Set(lower.join(''))) {
      columns[char.charCodeAt(0)] = width;
      columns[char.toUpperCase().charCodeAt(0)] = width;
      width++;
    }
    return new LiteralScanner(lower, columns, width);
  }

  private constructor(
    literals: readonly string[],
    columns: Uint8Array,
    width: number,
  ) {
    const size = literals.reduce((sum, { length }) => sum + length, 1);
    const next = new Uint16Array(size * width);
    const ends: number[][] = [[]];
    for (const [index, literal] of literals.entries()) {
      let state = 0;
      for (const char of literal) {
        const cell = state * width + columns[char.charCodeAt(0)];
        if (next[cell] === 0) {
          next[cell] = ends.length;
          ends.push([]);
        }
        state = next[cell];
      }
      ends[state].push(index);
    }
    completeWithFailures(next, ends, width);
    this.#columns = columns;
    this.#width = width;
    this.#next = next;
    this.#ends = ends;
    this.#isEnd = Uint8Array.from(ends, ({ length }) => (length > 0 ? 1 : 0));
  }

  /** Whether a text holds any of the literals. Nearly all texts hold none. */
  holdsAny(text: string): boolean {
    const columns = this.#columns;
    const width = this.#width;
    const next = this.#next;
    const isEnd = this.#isEnd;
    const { length } = text;
    let state = 0;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      state = code < ASCII ? next[state * width + columns[code]] : 0;
      if (isEnd[state] === 1) return true;
    }
    return false;
  }

  /** Calls for each literal found with its index and the place behind its last character, in the order of these places. */
  scan(text: string, found: (literal: number, end: number) => void): void {
    const columns = this.#columns;
    const width = this.#width;
    const next = this.#next;
    const isEnd = this.#isEnd;
    const { length } = text;
    let state = 0;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      state = code < ASCII ? next[state * width + columns[code]] : 0;
      if (isEnd[state] === 1) {
        for (const literal of this.#ends[state]) found(literal, index + 1);
      }
    }
  }
}

/** Where a literal breaks off, the scan goes on in the longest other one that has begun: breadth first, as those are shorter. */
function completeWithFailures(
  next: Uint16Array,
  ends: number[][],
  width: number,
): void {
  const failure = new Uint16Array(ends.length);
  const queue: number[] = [];
  for (let column = 1; column < width; column++) {
    if (next[column] !== 0) queue.push(next[column]);
  }
  for (const state of queue) {
    for (let column = 1; column < width; column++) {
      const cell = state * width + column;
      const fallback = next[failure[state] * width + column];
      if (next[cell] === 0) {
        next[cell] = fallback;
      } else {
        failure[next[cell]] = fallback;
        ends[next[cell]].push(...ends[fallback]);
        queue.push(next[cell]);
      }
    }
  }
}
