import type {
  ChangeEvent,
  EventDetail,
  EventPage,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Portal } from 'app/e2e/world/Portal.ts';
import { eventually } from 'app/e2e/world/eventually.ts';

const PAGE_LIMIT = 500;
const PATIENCE_MS = 120_000;

/** What a test looks for: an issue that this detector found, whose title has these words. */
export interface WantedIssue {
  kind: string;
  title: RegExp;
}

/** The health issues of one entity, as the guest reads them. */
export class Issues {
  readonly #portal: Portal;
  readonly #entityRef: string;

  static of(portal: Portal, entityRef: string): Issues {
    return new Issues(portal, entityRef);
  }

  private constructor(portal: Portal, entityRef: string) {
    this.#portal = portal;
    this.#entityRef = entityRef;
  }

  async all(): Promise<ChangeEvent[]> {
    const { events } = await this.#portal.guest.entity<EventPage>(
      this.#entityRef,
      'events',
      { degree: 0, type: 'health', limit: PAGE_LIMIT },
    );
    return events;
  }

  /** Waits until it is open, and says what there was instead when it does not open. */
  async opened({ kind, title }: WantedIssue): Promise<EventDetail> {
    const found = await this.#wait(
      `${this.#entityRef} has an open ${kind} that says ${title}`,
      events =>
        events.find(
          event =>
            event.kind === kind &&
            event.status === 'open' &&
            title.test(event.title),
        ),
    );
    return this.#portal.guest.get<EventDetail>(`/events/${found.id}`);
  }

  /** Waits until an issue is over. */
  async closed({
    id,
    title,
  }: Pick<ChangeEvent, 'id' | 'title'>): Promise<ChangeEvent> {
    return this.#wait(`"${title}" is over`, events =>
      events.find(event => event.id === id && event.status === 'resolved'),
    );
  }

  async #wait(
    what: string,
    choose: (events: ChangeEvent[]) => ChangeEvent | undefined,
  ): Promise<ChangeEvent> {
    let seen: ChangeEvent[] = [];
    try {
      return await eventually(
        what,
        async () => {
          seen = await this.all();
          return choose(seen);
        },
        PATIENCE_MS,
      );
    } catch (error) {
      const list = seen.map(({ kind, status, severity, title }) =>
        [kind, status, severity, title].join(' '),
      );
      throw new Error(
        `${(error as Error).message}; it has:\n${list.join('\n')}`,
        { cause: error },
      );
    }
  }
}
