const NEWLINE = 10;

/**
 * Cuts a stream of bytes into lines without decoding what is not complete.
 */
export class LineSplitter {
  readonly #maxBytes: number;
  #rest: Uint8Array[] = [];
  #restBytes = 0;

  static create(options: { maxLineBytes: number }): LineSplitter {
    return new LineSplitter(options.maxLineBytes);
  }

  private constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Whether no line has begun. */
  get isEmpty(): boolean {
    return this.#restBytes === 0;
  }

  /**
   * The lines that this chunk completes, empty ones left out.
   * @throws RangeError when a line grows over the limit.
   */
  push(chunk: Uint8Array): string[] {
    const lines: string[] = [];
    let start = 0;
    for (
      let end = chunk.indexOf(NEWLINE);
      end >= 0;
      end = chunk.indexOf(NEWLINE, start)
    ) {
      const line = this.#take(chunk.subarray(start, end));
      if (line.trim() !== '') lines.push(line);
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  #take(end: Uint8Array): string {
    this.#keep(end);
    const line = Buffer.concat(this.#rest, this.#restBytes).toString('utf8');
    this.#rest = [];
    this.#restBytes = 0;
    return line;
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#restBytes += bytes.length;
    if (this.#restBytes > this.#maxBytes) {
      throw new RangeError(`a line is longer than ${this.#maxBytes} bytes`);
    }
    this.#rest.push(bytes);
  }
}
