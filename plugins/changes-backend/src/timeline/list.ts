import type {
  ChangeEvent,
  EventFilter,
} from '@ripplehq/backstage-plugin-changes-common';
import type { LaneEntity } from '../graph/lanes';
import type { Store } from '../store/Store';
import { eventsByRowIds } from '../store/questions/events';
import { type Position, newestFirst } from '../store/questions/links';
import { newestOfLanes } from './newest';
import { Presenter } from './present';

/**
 * A page of the events of some lanes, newest first.
 * @returns the events, and where to go on if there are more.
 * @internal
 */
export async function eventPage(options: {
  store: Store;
  lanes: readonly LaneEntity[];
  from: number;
  to: number;
  filter: EventFilter;
  limit: number;
  before?: Position;
}): Promise<{ events: ChangeEvent[]; next?: Position }> {
  const { store, lanes, limit } = options;
  const perLane = await newestOfLanes(store, options);
  const merged = perLane
    .flatMap(({ links }) => links)
    .sort(newestFirst)
    .filter(({ eventId }, i, all) => i === 0 || all[i - 1].eventId !== eventId);
  const page = merged.slice(0, limit);
  const isLast =
    merged.length <= limit && perLane.every(({ complete }) => complete);
  const events = await eventsByRowIds(
    store.sql,
    store.words,
    page.map(({ eventId }) => eventId),
  );
  const presenter = Presenter.create(lanes);
  return {
    events: page.flatMap(({ eventId }) => {
      const event = events.get(eventId);
      return event ? [presenter.event(event)] : [];
    }),
    next: isLast ? undefined : page.at(-1),
  };
}
