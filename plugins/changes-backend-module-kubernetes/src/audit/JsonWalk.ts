import { InputError } from '@backstage/errors';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
const LIST = 0x5b;
const LIST_END = 0x5d;

/**
 * Goes through JSON once, as bytes, so that what is not wanted is never made into text or an object: an audit log's bodies may hold whole
 * objects, secrets among them. It always stands before a value, which is to be read or skipped before it goes on. All methods throw an
 * InputError for what is no JSON; what is skipped is only looked at for where it ends.
 */
export class JsonWalk {
  readonly #json: Buffer;
  #at = 0;

  static of(json: Buffer): JsonWalk {
    return new JsonWalk(json);
  }

  private constructor(json: Buffer) {
    this.#json = json;
  }

  /** The names of an object's fields; each time it stands before the field's value. */
  *fields(): Generator<string> {
    this.#skipSpace();
    if (this.#json[this.#at] !== OBJECT) {
      throw new InputError('is no JSON object');
    }
    this.#at++;
    while (!this.#isEnd(OBJECT_END)) {
      const name = this.value();
      if (typeof name !== 'string') throw this.#broken();
      this.#skipSpace();
      this.#expect(COLON);
      yield name;
      this.#separate(OBJECT_END);
    }
  }

  /** The numbers of a list's items; each time it stands before the item. */
  *items(): Generator<number> {
    this.#skipSpace();
    if (this.#json[this.#at] !== LIST) throw new InputError('is no JSON list');
    this.#at++;
    for (let index = 0; !this.#isEnd(LIST_END); index++) {
      yield index;
      this.#separate(LIST_END);
    }
  }

  /** Reads a value whole. */
  value(): unknown {
    this.#skipSpace();
    const start = this.#at;
    this.skip();
    try {
      return JSON.parse(this.#json.toString('utf8', start, this.#at));
    } catch {
      this.#at = start;
      throw this.#broken();
    }
  }

  skip(): void {
    this.#skipSpace();
    const first = this.#json[this.#at];
    if (first === QUOTE) this.#skipString();
    else if (first === OBJECT || first === LIST) this.#skipNested();
    else this.#skipPlain();
  }

  /** To be called last: nothing follows. */
  end(): void {
    this.#skipSpace();
    if (this.#at < this.#json.length) throw this.#broken();
  }

  #skipNested(): void {
    let depth = 0;
    for (; this.#at < this.#json.length; this.#at++) {
      const byte = this.#json[this.#at];
      if (byte === QUOTE) {
        this.#skipString();
        this.#at--;
      } else if (byte === OBJECT || byte === LIST) {
        depth++;
      } else if (byte === OBJECT_END || byte === LIST_END) {
        depth--;
        if (depth === 0) {
          this.#at++;
          return;
        }
      }
    }
    throw this.#broken();
  }

  #skipString(): void {
    const json = this.#json;
    for (let at = this.#at + 1; at < json.length; at++) {
      if (json[at] === BACKSLASH) at++;
      else if (json[at] === QUOTE) {
        this.#at = at + 1;
        return;
      }
    }
    this.#at = json.length;
    throw this.#broken();
  }

  #skipPlain(): void {
    const start = this.#at;
    while (
      this.#at < this.#json.length &&
      !isEndOfPlain(this.#json[this.#at])
    ) {
      this.#at++;
    }
    if (this.#at === start) throw this.#broken();
  }

  #separate(end: number): void {
    this.#skipSpace();
    if (this.#json[this.#at] === COMMA) {
      this.#at++;
      this.#skipSpace();
      if (this.#json[this.#at] === end) throw this.#broken();
    } else if (this.#json[this.#at] !== end) throw this.#broken();
  }

  #isEnd(end: number): boolean {
    this.#skipSpace();
    if (this.#json[this.#at] !== end) return false;
    this.#at++;
    return true;
  }

  #expect(byte: number): void {
    if (this.#json[this.#at] !== byte) throw this.#broken();
    this.#at++;
  }

  #skipSpace(): void {
    while (isSpace(this.#json[this.#at])) this.#at++;
  }

  #broken(): InputError {
    return new InputError(`is no JSON, at byte ${this.#at}`);
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isEndOfPlain(byte: number): boolean {
  return (
    byte === COMMA || byte === OBJECT_END || byte === LIST_END || isSpace(byte)
  );
}
