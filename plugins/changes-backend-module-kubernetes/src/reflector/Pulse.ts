import { setImmediate } from 'node:timers';

const BEAT_MS = 100;

/**
 * Knows whether this process was awake. One that was frozen, or busy with something else, takes what arrived meanwhile for news.
 */
export class Pulse {
  readonly #timer: NodeJS.Timeout;
  #lastTurn = Date.now();

  static start(): Pulse {
    return new Pulse();
  }

  private constructor() {
    this.#timer = setInterval(() => this.#beat(), BEAT_MS);
    this.#timer.unref();
  }

  /** What had arrived by then, by the local clock, was taken; so what is taken now arrived later. */
  readonly lastTurn = (): number => this.#lastTurn;

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    const at = Date.now();
    // Between timers and immediates the event loop takes what has arrived.
    setImmediate(() =>
      setImmediate(() => {
        this.#lastTurn = at;
      }),
    );
  }
}
