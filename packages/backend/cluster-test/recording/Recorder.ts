import { setTimeout as delay } from 'node:timers/promises';

/** Nothing comes for so long when a cluster is at rest. */
const QUIET_MS = 3_000;

/** Records one collection: as it is, what its watch delivers line by line, and as it is in the end. */
export class Recorder {
  readonly path: string;
  readonly #url: string;
  readonly #lines: string[] = [];
  readonly #stop = new AbortController();
  #heardAt = Date.now();
  #watching: Promise<void> = Promise.resolve();

  static async start(options: {
    /** Where the API is served over HTTP. */
    url: string;
    path: string;
  }): Promise<Recorder> {
    const recorder = new Recorder(options.url, options.path);
    const { metadata } = await recorder.#list();
    const query = `watch=true&resourceVersion=${metadata.resourceVersion}`;
    const response = await fetch(`${options.url}${options.path}?${query}`, {
      signal: recorder.#stop.signal,
    });
    recorder.#watching = recorder.#watch(response);
    // Whoever ends the recording hears of it.
    recorder.#watching.catch(() => undefined);
    return recorder;
  }

  private constructor(url: string, path: string) {
    this.#url = url;
    this.path = path;
  }

  /** Waits until nothing comes any more. */
  async end(): Promise<void> {
    while (Date.now() - this.#heardAt < QUIET_MS) await delay(100);
    this.#stop.abort();
    await this.#watching;
    await this.#list();
  }

  /** A line for each answer: when it came, and what it was. */
  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  async #list(): Promise<{ metadata: { resourceVersion: string } }> {
    const response = await fetch(`${this.#url}${this.path}`);
    const list = await response.json();
    this.#note(JSON.stringify({ type: 'LIST', object: list }));
    return list;
  }

  async #watch(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of response.body!) {
        const parts = (rest + decoder.decode(chunk, { stream: true })).split(
          '\n',
        );
        rest = parts.pop()!;
        parts.forEach(line => this.#note(line));
        this.#heardAt = Date.now();
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error;
    }
  }

  #note(answer: string): void {
    this.#lines.push(`{"at":${Date.now()},"answer":${answer}}`);
  }
}
