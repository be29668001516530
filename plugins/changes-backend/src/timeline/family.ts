import type { EventDetail } from '@ripplehq/backstage-plugin-changes-common';
import type { Reader } from '../access/Reader';
import { claimantsOf } from '../graph/claimants';
import type { Store } from '../store/Store';
import type { StoredEvent } from '../store/rows';
import { eventById, eventsWithin } from '../store/questions/events';
import { Presenter } from './present';

/** Most parts of an event that are answered. */
const PARTS_MAX = 200;
/** A changed setting lies in a rollout, that in a release, that in a sync. */
const DEPTH_MAX = 4;

/**
 * What an event lies in and what lies in it, as far as the reader may see it. What he may not see hides what lies in it, too.
 * @internal
 */
export async function familyOf(
  store: Store,
  reader: Reader,
  event: StoredEvent,
): Promise<Pick<EventDetail, 'whole' | 'parts' | 'partsComplete'>> {
  const whole =
    event.partOf === undefined
      ? undefined
      : await eventById(store.sql, store.words, event.partOf);
  const [shown] = whole ? await shownOf(store, reader, [whole]) : [];
  return {
    ...(shown ? { whole: shown } : {}),
    ...(await partsOf(store, reader, event)),
  };
}

async function partsOf(
  store: Store,
  reader: Reader,
  event: StoredEvent,
): Promise<Pick<EventDetail, 'parts' | 'partsComplete'>> {
  const parts: EventDetail['parts'] = [];
  const seen = new Set([event.id]);
  let partsComplete = true;
  let wholes = [event.id];
  for (let depth = 0; depth < DEPTH_MAX && wholes.length > 0; depth++) {
    const limit = PARTS_MAX + 1 - parts.length;
    const found = await eventsWithin(store.sql, store.words, { wholes, limit });
    if (found.length === limit) partsComplete = false;
    const fresh = found.filter(({ id }) => !seen.has(id));
    const shown = await shownOf(store, reader, fresh);
    shown.forEach(({ id }) => seen.add(id));
    parts.push(...shown);
    if (!partsComplete) break;
    wholes = shown.map(({ id }) => id);
  }
  return {
    parts: parts
      .slice(0, PARTS_MAX)
      .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt)),
    partsComplete,
  };
}

async function shownOf(store: Store, reader: Reader, events: StoredEvent[]) {
  const { lanes } = await claimantsOf(store, reader, events);
  const presenter = Presenter.create(lanes);
  return events
    .filter(({ subjectIds }) => presenter.lanesOf(subjectIds).length > 0)
    .map(event => presenter.event(event));
}
