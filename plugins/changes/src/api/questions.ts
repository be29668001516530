import { useApi } from '@backstage/core-plugin-api';
import type {
  ChangesApi,
  CodeAnswer,
  EntityEventsQuery,
  EntityHealth,
  EventDetail,
  EventPage,
  HealthQuery,
  Services,
  ServicesQuery,
  Suspects,
  SuspectsQuery,
  Timeline,
  TimelineQuery,
} from '@ripplehq/backstage-plugin-changes-common';
import { changesApiRef } from './changesApiRef';
import { Answer, AnswerOptions, useAnswer } from './useAnswer';

type Refresh = AnswerOptions<unknown>['refresh'];

/** The timeline of an entity and what it depends on. With `once` for a window that lies in the past. */
export function useTimeline(
  entityRef: string,
  query: TimelineQuery,
  refresh?: Refresh,
): Answer<Timeline> {
  const api = useApi(changesApiRef);
  return useAnswer({
    question: JSON.stringify([entityRef, query]),
    about: entityRef,
    ask: signal => api.getTimeline(entityRef, query, { signal }),
    channelOf: timeline => timeline.channel,
    refresh,
  });
}

export function useEntityEvents(
  entityRef: string,
  query: EntityEventsQuery,
  options: { channel?: string; refresh?: Refresh } = {},
): Answer<EventPage> {
  const api = useApi(changesApiRef);
  return useAnswer({
    question: JSON.stringify([entityRef, query]),
    about: entityRef,
    ask: signal => api.getEntityEvents(entityRef, query, { signal }),
    channelOf: () => options.channel,
    refresh: options.refresh,
  });
}

export function useEntityHealth(
  entityRef: string,
  query: HealthQuery = {},
): Answer<EntityHealth> {
  const api = useApi(changesApiRef);
  return useAnswer({
    question: JSON.stringify([entityRef, query]),
    about: entityRef,
    ask: signal => api.getHealth(entityRef, query, { signal }),
    channelOf: health => health.channel,
    refresh: query.at ? 'once' : 'live',
  });
}

/**
 * What may have caused what is wrong; asked only for an entity. The channel of the page's other answer tells when to ask again.
 */
export function useSuspects(
  entityRef: string | undefined,
  query: SuspectsQuery = {},
  options: { channel?: string; refresh?: Refresh } = {},
): Answer<Suspects> {
  const api = useApi(changesApiRef);
  return useAnswer({
    question: entityRef && JSON.stringify([entityRef, query]),
    about: JSON.stringify([entityRef, query.event]),
    ask: signal => api.getSuspects(entityRef!, query, { signal }),
    channelOf: () => options.channel,
    refresh: options.refresh,
  });
}

/** Rows of one page of the explorer. */
export const SERVICES_PAGE_ROWS = 200;

/** The first so many pages of services as one answer; undefined while it is not known what to ask. */
export function useServices(
  query: ServicesQuery | undefined,
  pages: number,
): Answer<Services> {
  const api = useApi(changesApiRef);
  return useAnswer({
    question: query && JSON.stringify([query, pages]),
    about: 'services',
    ask: signal => askPages(api, query!, pages, signal),
    channelOf: services => services.channel,
  });
}

async function askPages(
  api: ChangesApi,
  query: ServicesQuery,
  pages: number,
  signal: AbortSignal,
): Promise<Services> {
  const first = { ...query, limit: SERVICES_PAGE_ROWS };
  let answer = await api.getServices(first, { signal });
  for (let page = 1; page < pages && answer.nextCursor; page++) {
    const next = await api.getServices(
      { ...first, cursor: answer.nextCursor },
      { signal },
    );
    answer = { ...next, services: [...answer.services, ...next.services] };
  }
  return answer;
}

/** Undefined: no event is open. */
export function useEventDetail(
  id: string | undefined,
  refresh?: Refresh,
): Answer<EventDetail> {
  const api = useApi(changesApiRef);
  return useAnswer({
    question: id,
    about: id ?? '',
    ask: signal => api.getEvent(id!, { signal }),
    refresh,
  });
}

/** The commits and files behind an event; fetched once, when asked for. */
export function useCode(id: string | undefined): Answer<CodeAnswer> {
  const api = useApi(changesApiRef);
  return useAnswer({
    question: id,
    about: id ?? '',
    ask: signal => api.getCode(id!, { signal }),
    refresh: 'once',
  });
}
