import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { Store } from '../store/Store';
import { entitiesOfSubjects } from '../store/questions/bindings';
import { entitiesByIds, entitiesByRefs } from '../store/questions/entities';
import { edgesWithin } from '../store/questions/reach';
import type { Channels } from './Channels';

const DEGREE = 4;
const NUDGE_EVERY_MS = 1000;

/** The page of all services, in place of an entity's ref. @internal */
export const ALL_SERVICES = '*';

/** @internal */
export interface NudgesOptions {
  store: Store;
  channels: Channels;
  signals: SignalsService;
  logger: LoggerService;
  now: () => number;
}

/**
 * Tells open pages that something changed, never what: each page whose entity or one of its upstream services is concerned, at most
 * once a second.
 * @internal
 */
export class Nudges {
  readonly #options: NudgesOptions;
  /** Page → the refs that concern it. */
  readonly #closures = new Map<string, Set<string>>();
  readonly #nextAt = new Map<string, number>();
  readonly #waiting = new Map<string, NodeJS.Timeout>();

  static create(options: NudgesOptions): Nudges {
    return new Nudges(options);
  }

  private constructor(options: NudgesOptions) {
    this.#options = options;
  }

  /** Dependencies became others. */
  forgetGraph(): void {
    this.#closures.clear();
  }

  async tell(subjectIds: readonly number[]): Promise<void> {
    const { store, channels } = this.#options;
    const pages = channels.watched();
    if (pages.length === 0 || subjectIds.length === 0) return;
    const bindings = await entitiesOfSubjects(store.sql, subjectIds);
    const entities = await entitiesByIds(store.sql, [
      ...new Set(bindings.map(({ entityId }) => entityId)),
    ]);
    for (const page of pages) {
      const closure = await this.#closure(page);
      if (
        page === ALL_SERVICES ||
        entities.some(({ ref }) => closure.has(ref))
      ) {
        this.#nudge(page);
      }
    }
  }

  /** Something that may concern every page: a cluster fell silent, dependencies became others. */
  tellAll(): void {
    for (const page of this.#options.channels.watched()) this.#nudge(page);
  }

  stop(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  async #closure(page: string): Promise<Set<string>> {
    const known = this.#closures.get(page);
    if (known) return known;
    const { store, now } = this.#options;
    const [entity] = await entitiesByRefs(store.sql, [page]);
    const edges = entity
      ? await edgesWithin(store.sql, {
          entityId: entity.id,
          degree: DEGREE,
          direction: 'upstream',
          at: now(),
        })
      : [];
    const closure = new Set([page, ...edges.map(({ dst }) => dst)]);
    this.#closures.set(page, closure);
    return closure;
  }

  #nudge(page: string): void {
    if (this.#waiting.has(page)) return;
    const wait = (this.#nextAt.get(page) ?? 0) - this.#options.now();
    if (wait <= 0) {
      this.#publish(page);
      return;
    }
    const timer = setTimeout(() => {
      this.#waiting.delete(page);
      this.#publish(page);
    }, wait);
    timer.unref();
    this.#waiting.set(page, timer);
  }

  #publish(page: string): void {
    const { signals, channels, logger, now } = this.#options;
    this.#nextAt.set(page, now() + NUDGE_EVERY_MS);
    signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: channels.of(page),
        message: {},
      })
      .catch(error => {
        // A page that is not told asks again by itself.
        logger.debug(`A signal could not be sent: ${error}`);
      });
  }
}
