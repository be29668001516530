import type { LoggerService } from '@backstage/backend-plugin-api';

/** Tells that something was committed; never what. */
export interface ChangeNotice {
  /** Rows of `subject` that changed or have a changed event. */
  subjectIds: readonly number[];
  /** Public ids of changed events. */
  eventIds: readonly string[];
  /** Milliseconds. */
  at: number;
}

export type ChangeListener = (notice: ChangeNotice) => void;

/** Tells this process what its own commits altered. Other replicas' commits are not told here. */
export class ChangeFeed {
  readonly #listeners = new Set<ChangeListener>();
  readonly #logger: LoggerService;

  static create(options: { logger: LoggerService }): ChangeFeed {
    return new ChangeFeed(options.logger);
  }

  private constructor(logger: LoggerService) {
    this.#logger = logger;
  }

  /** Gives the function that ends the subscription. */
  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(notice: ChangeNotice): void {
    for (const listener of this.#listeners) {
      try {
        listener(notice);
      } catch (error) {
        // What is committed is committed: a listener's trouble is its own.
        this.#logger.error('A listener for changes failed', error as Error);
      }
    }
  }
}
