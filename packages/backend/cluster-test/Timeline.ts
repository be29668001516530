import type {
  ChangeEvent,
  EventDetail,
  EventPage,
  Sources,
  Timeline as TimelineAnswer,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Portal } from 'app/e2e/world/Portal.ts';
import { eventually } from 'app/e2e/world/eventually.ts';

const HOUR_MS = 3_600_000;
const PAGE_LIMIT = 500;

/** What a test looks for: an event of this kind whose title has these words. */
export interface Wanted {
  kind: string;
  title: RegExp;
  status?: ChangeEvent['status'];
}

/** The portal's timeline of one entity, as the guest reads it. */
export class Timeline {
  readonly #portal: Portal;
  readonly #entityRef: string;

  static of(portal: Portal, entityRef: string): Timeline {
    return new Timeline(portal, entityRef);
  }

  private constructor(portal: Portal, entityRef: string) {
    this.#portal = portal;
    this.#entityRef = entityRef;
  }

  /** All changes of the entity itself. */
  async changes(): Promise<ChangeEvent[]> {
    const { events } = await this.#portal.guest.entity<EventPage>(
      this.#entityRef,
      'events',
      { degree: 0, type: 'change', limit: PAGE_LIMIT },
    );
    return events;
  }

  async lanes(): Promise<TimelineAnswer['lanes']> {
    const { lanes } = await this.#portal.guest.entity<TimelineAnswer>(
      this.#entityRef,
      'timeline',
      { from: new Date(Date.now() - HOUR_MS).toISOString() },
    );
    return lanes;
  }

  async detail(id: string): Promise<EventDetail> {
    return this.#portal.guest.get<EventDetail>(`/events/${id}`);
  }

  /** Waits for the event, and says what there was instead when it does not come. */
  async find({ kind, title, status }: Wanted): Promise<ChangeEvent> {
    let seen: ChangeEvent[] = [];
    const what = `${this.#entityRef} has a ${
      status ?? ''
    } ${kind} that says ${title}`;
    try {
      return await eventually(what, async () => {
        seen = await this.changes();
        return seen.find(
          event =>
            event.kind === kind &&
            title.test(event.title) &&
            (status === undefined || event.status === status),
        );
      });
    } catch (error) {
      const list = seen.map(({ kind: k, status: s, title: t }) =>
        [k, s, t].join(' '),
      );
      throw new Error(
        `${(error as Error).message}; it has:\n${list.join('\n')}`,
        {
          cause: error,
        },
      );
    }
  }
}

/** Resolves when all kinds of a cluster are being watched. */
export async function clusterWatched(
  portal: Portal,
  cluster: string,
): Promise<void> {
  await eventually(`${cluster} is watched`, async () => {
    const { sources } = await portal.guest.get<Sources>('/sources');
    const source = sources.find(
      ({ source: name, instance }) =>
        name === 'kubernetes' && instance === cluster,
    );
    return source && source.scopes.length > 0 && source.state === 'live';
  });
}
