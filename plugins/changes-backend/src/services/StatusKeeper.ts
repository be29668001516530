import type { LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogRefresh } from '../graph/CatalogRefresh';
import type { ChangeFeed } from '../ingest/ChangeFeed';
import type { Nudges } from './Nudges';
import type { StatusBoard } from './StatusBoard';

/** Changes that come within this time are looked at together. */
const GATHER_MS = 100;
const TICK_MS = 5000;
/** What other replicas commit is not told to this one: it looks for itself so often. */
const LOOK_ROUND_MS = 60_000;

/** @internal */
export interface StatusKeeperOptions {
  board: StatusBoard;
  nudges?: Nudges;
  catalogRefresh: CatalogRefresh;
  feed: ChangeFeed;
  /** Other replicas may write to the same database. */
  isShared: boolean;
  logger: LoggerService;
  now: () => number;
}

/**
 * Keeps the status board true, and tells open pages: after every commit for whom it concerns, after the catalog
 * changed for all, and as time goes by.
 * @internal
 */
export class StatusKeeper {
  readonly #options: StatusKeeperOptions;
  readonly #touched = new Set<number>();
  #everything = true;
  #lookedRoundAt: number;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();

  static create(options: StatusKeeperOptions): StatusKeeper {
    return new StatusKeeper(options);
  }

  private constructor(options: StatusKeeperOptions) {
    this.#options = options;
    this.#lookedRoundAt = options.now();
  }

  start(signal: AbortSignal): void {
    const { feed, catalogRefresh, nudges } = this.#options;
    const unsubscribe = feed.subscribe(({ subjectIds }) => {
      for (const id of subjectIds) this.#touched.add(id);
      this.#schedule(signal);
    });
    catalogRefresh.subscribe(() => {
      nudges?.forgetGraph();
      this.#everything = true;
      this.#schedule(signal);
    });
    const ticker = setInterval(
      () => this.#enqueue(signal, () => this.#tick()),
      TICK_MS,
    );
    ticker.unref();
    signal.addEventListener(
      'abort',
      () => {
        unsubscribe();
        clearInterval(ticker);
        clearTimeout(this.#timer);
        nudges?.stop();
      },
      { once: true },
    );
    this.#schedule(signal);
  }

  /** Resolves when what was begun before the signal aborted is done. */
  ended(): Promise<void> {
    return this.#working;
  }

  #schedule(signal: AbortSignal): void {
    if (this.#timer || signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#enqueue(signal, () => this.#update());
    }, GATHER_MS);
    this.#timer.unref();
  }

  async #update(): Promise<void> {
    const { board, nudges } = this.#options;
    const touched = [...this.#touched];
    this.#touched.clear();
    const everything = this.#everything;
    this.#everything = false;
    if (everything) await board.refreshAll();
    else await board.refreshSubjects(touched);
    if (everything) nudges?.tellAll();
    else await nudges?.tell(touched);
  }

  async #tick(): Promise<void> {
    const { board, nudges, isShared, now } = this.#options;
    if (isShared && now() - this.#lookedRoundAt > LOOK_ROUND_MS) {
      this.#lookedRoundAt = now();
      await board.refreshAll();
      nudges?.tellAll();
    } else if (await board.tick()) {
      nudges?.tellAll();
    }
  }

  // One after another: two looks at once would be no quicker, and the later one must win.
  #enqueue(signal: AbortSignal, work: () => Promise<void>): void {
    this.#working = this.#working
      .then(() => (signal.aborted ? undefined : work()))
      .catch(error => {
        if (signal.aborted) return;
        this.#everything = true;
        this.#options.logger.warn(
          `The health of services could not be worked out, it is tried again: ${error}`,
        );
      });
  }
}
