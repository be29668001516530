import type {
  ChangeEvent,
  EventPage,
} from '@ripplehq/backstage-plugin-changes-common';
import type { PortalApi } from 'app/e2e/world/PortalApi.ts';
import type { Accepted } from './Changes';

/** As many as are made in five seconds: what is told later than that may be missed, and is then counted as not told. */
const PAGE_LIMIT = 100;

/** Asks Ripple for its newest events and tells when each accepted change was first among them. */
export class Reader {
  readonly #api: PortalApi;
  readonly #known: Set<string>;
  /** Changes of one kind of one object are told in the order in which they were made. */
  readonly #waiting = new Map<string, Accepted[]>();
  readonly #latencies: number[] = [];

  /** What is there already counts as known. */
  static async create(api: PortalApi): Promise<Reader> {
    const reader = new Reader(api);
    for (const event of await reader.#newest()) reader.#known.add(event.id);
    return reader;
  }

  private constructor(api: PortalApi) {
    this.#api = api;
    this.#known = new Set();
  }

  get latencies(): readonly number[] {
    return this.#latencies;
  }

  get missing(): number {
    return [...this.#waiting.values()].reduce(
      (sum, queue) => sum + queue.length,
      0,
    );
  }

  expect(change: Accepted): void {
    const key = `${change.kind} ${change.subject}`;
    const queue = this.#waiting.get(key);
    if (queue) queue.push(change);
    else this.#waiting.set(key, [change]);
  }

  async read(): Promise<void> {
    const events = await this.#newest();
    const at = performance.now();
    for (const event of events.toReversed()) {
      if (this.#known.has(event.id)) continue;
      const change = event.subjects
        .map(subject => this.#waiting.get(`${event.kind} ${subject}`))
        .find(queue => queue && queue.length > 0)
        ?.shift();
      // The answer to the change may still be on its way here: it is found next time.
      if (!change) continue;
      this.#known.add(event.id);
      this.#latencies.push(at - change.at);
    }
  }

  async #newest(): Promise<ChangeEvent[]> {
    const { events } = await this.#api.get<EventPage>('/events', {
      limit: PAGE_LIMIT,
    });
    return events;
  }
}
