import type {
  ChangeEvent,
  EventDetail,
  EventPage,
} from '@ripplehq/backstage-plugin-changes-common';
import type { PortalApi } from 'app/e2e/world/PortalApi.ts';
import { eventually } from 'app/e2e/world/eventually.ts';
import { complaints, isUpToDate, type Ledger, type Told } from './Ledger.ts';
import { STORY } from './Story.ts';

const PAGE_LIMIT = 500;
const PATIENCE_MS = 90_000;

/** Reads what a backend tells of the story, and holds it against the ledger. */
export class Witness {
  readonly #api: () => PortalApi;
  readonly #ledger: Ledger;
  readonly #clusters: string[];
  readonly #since: string;
  readonly #diffs = new Map<string, EventDetail['diff']>();
  readonly #begunAt = Date.now();

  /**
   * @param options - `api`: of a backend that is up at present; `clusters`: names under which the one of the story is watched, the first is
   *   that of the ledger
   */
  static of(options: {
    api: () => PortalApi;
    ledger: Ledger;
    clusters: string[];
  }): Witness {
    return new Witness(options);
  }

  private constructor(options: {
    api: () => PortalApi;
    ledger: Ledger;
    clusters: string[];
  }) {
    this.#api = options.api;
    this.#ledger = options.ledger;
    this.#clusters = options.clusters;
    this.#since = new Date(Date.now() - 600_000).toISOString();
  }

  /** Waits until the last word of each object has been told. The story must rest. */
  async upToDate(when: string): Promise<void> {
    let told: Told[][] = [];
    try {
      await eventually(
        `all is told ${when}`,
        async () => {
          told = await this.told();
          return told.every(one => isUpToDate(this.#ledger.tracks, one));
        },
        PATIENCE_MS,
      );
    } catch (error) {
      const found = this.#against(told);
      throw new Error([(error as Error).message, ...found].join('\n'), {
        cause: (error as Error).cause,
      });
    }
  }

  /** What is wrong with what was told. */
  async complaints(): Promise<string[]> {
    this.#diffs.clear();
    return this.#against(await this.told());
  }

  #against(told: Told[][]): string[] {
    return told.flatMap((one, index) =>
      complaints(this.#ledger.tracks, one).map(
        complaint => `${this.#clusters[index]}: ${complaint}`,
      ),
    );
  }

  /** By the names of the cluster; all as if it had the first. */
  async told(): Promise<Told[][]> {
    const told = this.#clusters.map((): Told[] => []);
    for (const event of await this.#events()) {
      if (this.#isBackground(event)) continue;
      // What is told in two steps may have its difference with the second only.
      const version = JSON.stringify(event);
      let diff = this.#diffs.get(version);
      if (!diff) {
        ({ diff } = await this.#api().get<EventDetail>(`/events/${event.id}`));
        this.#diffs.set(version, diff);
      }
      const { id, title, status, startedAt, observedBetween } = event;
      const [, cluster, object] = /^kubernetes:([^/]+)(.*)$/.exec(
        event.subjects[0],
      )!;
      told[this.#clusters.indexOf(cluster)]?.push({
        id,
        title,
        status,
        startedAt,
        observedBetween,
        subject: `kubernetes:${this.#clusters[0]}${object}`,
        diff,
      });
    }
    return told;
  }

  /** What a cluster remembers of the time before the story is no part of it. */
  #isBackground({ reconstructed, startedAt }: ChangeEvent): boolean {
    return reconstructed === true && Date.parse(startedAt) < this.#begunAt;
  }

  async #events(): Promise<ChangeEvent[]> {
    const events: ChangeEvent[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#api().entity<EventPage>(
        `component:default/${STORY}`,
        'events',
        {
          degree: 0,
          type: 'change',
          limit: PAGE_LIMIT,
          from: this.#since,
          cursor,
        },
      );
      events.push(...page.events);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return events;
  }
}
