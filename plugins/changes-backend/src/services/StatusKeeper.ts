import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { CatalogRefresh } from '../graph/CatalogRefresh';
import type { ChangeFeed } from '../ingest/ChangeFeed';
import type { Store } from '../store/Store';
import type { Channels } from './Channels';
import type { StatusBoard } from './StatusBoard';

/** Changes that come within this time are looked at together. */
const GATHER_MS = 100;
const TICK_MS = 5000;

/** @internal */
export interface StatusKeeperOptions {
  store: Store;
  board: StatusBoard;
  channels: Channels;
  catalogRefresh: CatalogRefresh;
  feed: ChangeFeed;
  signals?: SignalsService;
  logger: LoggerService;
  now: () => number;
}

/**
 * Keeps the status board true: after every commit for whom it concerns, after the catalog changed for all, and as time goes by.
 * @internal
 */
export class StatusKeeper {
  readonly #options: StatusKeeperOptions;
  readonly #touched = new Set<number>();
  #everything = true;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();

  static create(options: StatusKeeperOptions): StatusKeeper {
    return new StatusKeeper(options);
  }

  private constructor(options: StatusKeeperOptions) {
    this.#options = options;
  }

  start(signal: AbortSignal): void {
    const { feed, catalogRefresh } = this.#options;
    const unsubscribe = feed.subscribe(({ subjectIds }) => {
      for (const id of subjectIds) this.#touched.add(id);
      this.#schedule(signal);
    });
    catalogRefresh.subscribe(() => {
      this.#everything = true;
      this.#schedule(signal);
    });
    const ticker = setInterval(
      () => this.#enqueue(() => this.#options.board.tick()),
      TICK_MS,
    );
    ticker.unref();
    signal.addEventListener(
      'abort',
      () => {
        unsubscribe();
        clearInterval(ticker);
        clearTimeout(this.#timer);
      },
      { once: true },
    );
    this.#schedule(signal);
  }

  #schedule(signal: AbortSignal): void {
    if (this.#timer || signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#enqueue(() => this.#update());
    }, GATHER_MS);
    this.#timer.unref();
  }

  async #update(): Promise<void> {
    const { board } = this.#options;
    const touched = [...this.#touched];
    this.#touched.clear();
    if (this.#everything) {
      this.#everything = false;
      await board.refreshAll();
    } else {
      await board.refreshSubjects(touched);
    }
  }

  // One after another: two looks at once would be no quicker, and the later one must win.
  #enqueue(work: () => Promise<void>): void {
    this.#working = this.#working.then(work).catch(error => {
      this.#everything = true;
      this.#options.logger.warn(
        `The health of services could not be worked out, it is tried again: ${error}`,
      );
    });
  }
}
