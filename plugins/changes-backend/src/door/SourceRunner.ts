import { setTimeout as pause } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type {
  ChangeSource,
  SourceConnection,
} from '@ripplehq/backstage-plugin-changes-node';
import type { Wait } from './Leases';

const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 60_000;
/** A source that does not heed its signal keeps nobody from shutting down. */
const STOP_MAX_MS = 5_000;

/** How a source runs, for `GET /sources`. */
export interface SourceStatus {
  source: string;
  state: 'waiting' | 'running' | 'failed' | 'stopped';
  /** Why it failed last, while it has not run longer than a back-off since. */
  error?: string;
}

export interface SourceRunnerOptions {
  sources: readonly ChangeSource[];
  connect(source: string): SourceConnection;
  logger: LoggerService;
  /** Milliseconds; only its differences count. */
  now?(): number;
  wait?: Wait;
}

/** Starts the sources and starts again what failed, each after a back-off of its own. */
export class SourceRunner {
  readonly #options: SourceRunnerOptions;
  readonly #now: () => number;
  readonly #wait: Wait;
  readonly #status: Map<string, SourceStatus>;
  readonly #stop = new AbortController();
  #running: Promise<void>[] = [];

  static create(options: SourceRunnerOptions): SourceRunner {
    return new SourceRunner(options);
  }

  private constructor(options: SourceRunnerOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#wait =
      options.wait ??
      (async (ms, signal) => {
        await pause(ms, undefined, { signal, ref: false });
      });
    this.#status = new Map(
      options.sources.map(({ source }) => [
        source,
        { source, state: 'waiting' },
      ]),
    );
  }

  start(): void {
    this.#running = this.#options.sources.map(source => this.#run(source));
  }

  /** Aborts all sources and waits a while for them to end. */
  async stop(): Promise<void> {
    this.#stop.abort();
    const ended = new AbortController();
    await Promise.race([
      Promise.all(this.#running),
      this.#wait(STOP_MAX_MS, ended.signal),
    ]).finally(() => ended.abort());
  }

  status(): SourceStatus[] {
    return [...this.#status.values()];
  }

  async #run(source: ChangeSource): Promise<void> {
    const { signal } = this.#stop;
    const name = source.source;
    const connection = this.#options.connect(name);
    let backoffMs = FIRST_BACKOFF_MS;
    while (!signal.aborted) {
      const startedAt = this.#now();
      this.#set({ ...this.#of(name), state: 'running' });
      try {
        await source.start(connection, signal);
        this.#set({
          source: name,
          state: signal.aborted ? 'stopped' : 'running',
        });
        return;
      } catch (error) {
        if (signal.aborted) break;
        // Errors of the store's layers name fields and scopes, never values.
        this.#options.logger.error(`Source '${name}' failed`, error as Error);
        this.#set({
          source: name,
          state: 'failed',
          error: stringifyError(error),
        });
        if (this.#now() - startedAt > MAX_BACKOFF_MS) {
          backoffMs = FIRST_BACKOFF_MS;
        }
        await this.#wait(backoffMs, signal).catch(() => {
          // Aborted: the loop ends.
        });
        backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
      }
    }
    this.#set({ source: name, state: 'stopped' });
  }

  #of(source: string): SourceStatus {
    return this.#status.get(source) ?? { source, state: 'waiting' };
  }

  #set(status: SourceStatus): void {
    this.#status.set(status.source, status);
  }
}
