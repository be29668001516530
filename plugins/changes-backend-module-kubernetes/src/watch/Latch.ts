/** Opens once. */
export class Latch {
  #isOpen = false;
  #open!: () => void;
  readonly #opened = new Promise<void>(resolve => {
    this.#open = resolve;
  });

  /** Whether it was opened. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  open(): void {
    this.#isOpen = true;
    this.#open();
  }

  /** Returns when it is open or the signal aborts. */
  wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return Promise.race([
      this.#opened,
      new Promise<void>(resolve =>
        signal.addEventListener('abort', () => resolve(), { once: true }),
      ),
    ]);
  }
}
