import { useCallback, useEffect, useMemo, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type {
  ChangeEvent,
  EventPage,
} from '@ripplehq/backstage-plugin-changes-common';
import { changesApiRef, useAnswer } from '../../api';
import { filterQuery, type EventFilters } from '../../model/filters';
import { detailWindow } from '../../model/refineModel';
import type { TimeRange } from '../../model/TimeRange';
import type { TimelineModel } from '../../model/timelineModel';
import { isoOf } from '../../model/urlState';
import { withoutFolded } from '../../model/withoutFolded';

const PAGE_EVENTS = 200;

/**
 * The events of the table. Those of the timeline where it has all of them; else pages of the list, newest first, which `more` goes on
 * with.
 */
export function useListedEvents(options: {
  entityRef: string;
  model: TimelineModel | undefined;
  degree: number;
  filters: EventFilters;
  range: TimeRange;
}): { events: readonly ChangeEvent[]; more?: () => void } {
  const { entityRef, model, degree, filters, range } = options;
  const api = useApi(changesApiRef);
  const complete = model?.lanes.every(lane => lane.lane.complete) ?? true;
  const { from, to } = detailWindow(range);
  const query = useMemo(
    () => ({
      degree,
      ...filterQuery(filters),
      from: isoOf(from),
      to: isoOf(to),
      limit: PAGE_EVENTS,
    }),
    [degree, filters, from, to],
  );
  const question = complete ? undefined : JSON.stringify([entityRef, query]);
  const first = useAnswer<EventPage>({
    question,
    about: entityRef,
    ask: signal => api.getEntityEvents(entityRef, query, { signal }),
  });
  const [older, setOlder] = useState<EventPage[]>([]);
  useEffect(() => setOlder([]), [question]);

  const cursor = (older[older.length - 1] ?? first.answer)?.nextCursor;
  const more = useCallback(async () => {
    const page = await api.getEntityEvents(entityRef, { ...query, cursor });
    setOlder(pages => [...pages, page]);
  }, [api, entityRef, query, cursor]);

  const events = useMemo(() => {
    if (complete) return (model?.events ?? []).map(({ event }) => event);
    const pages = [first.answer, ...older].flatMap(page => page?.events ?? []);
    const each = [...new Map(pages.map(event => [event.id, event])).values()];
    return withoutFolded(each, event => event);
  }, [complete, model, first.answer, older]);
  return { events, ...(!complete && cursor ? { more } : {}) };
}
