import { setTimeout as delay } from 'node:timers/promises';

/** A sender forgets the oldest of more than these. */
const WAITING_MAX = 500;
const RETRY_MS = 500;
const RETRY_MAX_MS = 5000;
const TIMEOUT_MS = 10_000;

/** Something to be posted. */
export interface Message {
  url: string;
  body: string;
  headers: Record<string, string>;
}

/** What real time and the network do, so that tests need neither. */
export interface Post {
  fetch: typeof fetch;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

const REAL_POST: Post = {
  fetch: (...args) => fetch(...args),
  wait: (ms, signal) => delay(ms, undefined, { signal }),
};

/**
 * Posts one message after the other, in order. While the portal is away, the first one is tried again and again and the others wait; what
 * the portal refuses is told and passed over.
 */
export class Outbox {
  readonly #waiting: Message[] = [];
  readonly #end = new AbortController();
  readonly #post: Post;
  readonly #onRefused: (problem: string) => void;
  #sending: Promise<void> | undefined;
  #forgotten = 0;

  static create(options: {
    /** A message that will never be taken, in a sentence. */
    onRefused: (problem: string) => void;
    post?: Post;
  }): Outbox {
    return new Outbox(options.onRefused, options.post ?? REAL_POST);
  }

  private constructor(onRefused: (problem: string) => void, post: Post) {
    this.#onRefused = onRefused;
    this.#post = post;
  }

  /** How many messages were dropped because too many waited. */
  get forgotten(): number {
    return this.#forgotten;
  }

  send(message: Message): void {
    if (this.#end.signal.aborted) return;
    this.#waiting.push(message);
    if (this.#waiting.length > WAITING_MAX) {
      this.#waiting.shift();
      this.#forgotten += 1;
    }
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
  }

  /** Resolves when nothing waits any more. */
  async sent(): Promise<void> {
    while (this.#sending) await this.#sending;
  }

  /** What still waits is not sent. */
  close(): void {
    this.#waiting.length = 0;
    this.#end.abort();
  }

  async #sendAll(): Promise<void> {
    let retryMs = RETRY_MS;
    while (this.#waiting.length > 0) {
      const [message] = this.#waiting;
      const isDone = await this.#try(message);
      if (this.#end.signal.aborted) return;
      if (isDone) {
        const index = this.#waiting.indexOf(message);
        if (index >= 0) this.#waiting.splice(index, 1);
        retryMs = RETRY_MS;
      } else {
        await this.#post.wait(retryMs, this.#end.signal).catch(() => undefined);
        retryMs = Math.min(2 * retryMs, RETRY_MAX_MS);
      }
    }
  }

  // Whether it need not be sent again.
  async #try({ body, headers, url }: Message): Promise<boolean> {
    try {
      const response = await this.#post.fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
        redirect: 'error',
        signal: AbortSignal.any([
          this.#end.signal,
          AbortSignal.timeout(TIMEOUT_MS),
        ]),
      });
      const answer = await response.text();
      if (response.ok) return true;
      // Busy or not up yet: the rest is a mistake that no repetition mends.
      if (response.status === 429 || response.status >= 500) return false;
      this.#onRefused(
        `${new URL(url).pathname} answered ${response.status}: ${answer.slice(
          0,
          500,
        )}`,
      );
      return true;
    } catch {
      return false;
    }
  }
}
