import { ResponseError } from '@backstage/errors';
import { parseEntityRef } from '@backstage/catalog-model';
import type {
  CodeAnswer,
  CreatedEvents,
  CustomEvent,
  EntityEventsQuery,
  EntityHealth,
  EventDetail,
  EventPage,
  EventsQuery,
  HealthQuery,
  Services,
  ServicesQuery,
  Sources,
  SubjectPage,
  SubjectsQuery,
  Suspects,
  SuspectsQuery,
  Timeline,
  TimelineQuery,
  VerdictRequest,
} from './types';

/**
 * What a call may carry besides its question.
 * @public
 */
export interface ChangesRequestOptions {
  /** A Backstage token; not needed with a fetch that adds one. */
  token?: string;
  signal?: AbortSignal;
}

/**
 * Ripple's HTTP API. Every call throws a ResponseError (`@backstage/errors`) for an answer that is not 2xx.
 * @public
 */
export interface ChangesApi {
  getTimeline(
    entityRef: string,
    query?: TimelineQuery,
    options?: ChangesRequestOptions,
  ): Promise<Timeline>;
  getEntityEvents(
    entityRef: string,
    query?: EntityEventsQuery,
    options?: ChangesRequestOptions,
  ): Promise<EventPage>;
  getHealth(
    entityRef: string,
    query?: HealthQuery,
    options?: ChangesRequestOptions,
  ): Promise<EntityHealth>;
  getSuspects(
    entityRef: string,
    query?: SuspectsQuery,
    options?: ChangesRequestOptions,
  ): Promise<Suspects>;
  getEvents(
    query?: EventsQuery,
    options?: ChangesRequestOptions,
  ): Promise<EventPage>;
  getEvent(id: string, options?: ChangesRequestOptions): Promise<EventDetail>;
  getCode(id: string, options?: ChangesRequestOptions): Promise<CodeAnswer>;
  putVerdict(
    id: string,
    request: VerdictRequest,
    options?: ChangesRequestOptions,
  ): Promise<void>;
  createEvents(
    events: CustomEvent[],
    options?: ChangesRequestOptions,
  ): Promise<CreatedEvents>;
  getServices(
    query?: ServicesQuery,
    options?: ChangesRequestOptions,
  ): Promise<Services>;
  getSubjects(
    query?: SubjectsQuery,
    options?: ChangesRequestOptions,
  ): Promise<SubjectPage>;
  getSources(options?: ChangesRequestOptions): Promise<Sources>;
}

/**
 * {@link ChangesApi} over HTTP, for browsers and backends.
 * @public
 */
export class ChangesClient implements ChangesApi {
  readonly #discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  readonly #fetchApi: { fetch: typeof fetch };

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi ?? { fetch: globalThis.fetch };
  }

  getTimeline(
    entityRef: string,
    query: TimelineQuery = {},
    options?: ChangesRequestOptions,
  ): Promise<Timeline> {
    return this.#get<Timeline>(
      `${entityPath(entityRef)}/timeline`,
      query,
      options,
    );
  }

  getEntityEvents(
    entityRef: string,
    query: EntityEventsQuery = {},
    options?: ChangesRequestOptions,
  ): Promise<EventPage> {
    return this.#get<EventPage>(
      `${entityPath(entityRef)}/events`,
      query,
      options,
    );
  }

  getHealth(
    entityRef: string,
    query: HealthQuery = {},
    options?: ChangesRequestOptions,
  ): Promise<EntityHealth> {
    return this.#get<EntityHealth>(
      `${entityPath(entityRef)}/health`,
      query,
      options,
    );
  }

  getSuspects(
    entityRef: string,
    query: SuspectsQuery = {},
    options?: ChangesRequestOptions,
  ): Promise<Suspects> {
    return this.#get<Suspects>(
      `${entityPath(entityRef)}/suspects`,
      query,
      options,
    );
  }

  getEvents(
    query: EventsQuery = {},
    options?: ChangesRequestOptions,
  ): Promise<EventPage> {
    return this.#get<EventPage>('/events', query, options);
  }

  getEvent(id: string, options?: ChangesRequestOptions): Promise<EventDetail> {
    return this.#get<EventDetail>(
      `/events/${encodeURIComponent(id)}`,
      {},
      options,
    );
  }

  getCode(id: string, options?: ChangesRequestOptions): Promise<CodeAnswer> {
    return this.#get<CodeAnswer>(
      `/events/${encodeURIComponent(id)}/code`,
      {},
      options,
    );
  }

  async putVerdict(
    id: string,
    request: VerdictRequest,
    options?: ChangesRequestOptions,
  ): Promise<void> {
    await this.#request(`/events/${encodeURIComponent(id)}/verdict`, options, {
      method: 'PUT',
      body: request,
    });
  }

  async createEvents(
    events: CustomEvent[],
    options?: ChangesRequestOptions,
  ): Promise<CreatedEvents> {
    const response = await this.#request('/events', options, {
      method: 'POST',
      body: events,
    });
    return (await response.json()) as CreatedEvents;
  }

  getServices(
    query: ServicesQuery = {},
    options?: ChangesRequestOptions,
  ): Promise<Services> {
    return this.#get<Services>('/services', query, options);
  }

  getSubjects(
    query: SubjectsQuery = {},
    options?: ChangesRequestOptions,
  ): Promise<SubjectPage> {
    return this.#get<SubjectPage>('/subjects', query, options);
  }

  getSources(options?: ChangesRequestOptions): Promise<Sources> {
    return this.#get<Sources>('/sources', {}, options);
  }

  async #get<T>(
    path: string,
    query: object,
    options?: ChangesRequestOptions,
  ): Promise<T> {
    const parameters = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) {
      for (const item of [value].flat()) {
        if (item !== undefined) parameters.append(key, String(item));
      }
    }
    const search = parameters.size > 0 ? `?${parameters}` : '';
    const response = await this.#request(`${path}${search}`, options);
    return (await response.json()) as T;
  }

  async #request(
    path: string,
    options: ChangesRequestOptions = {},
    init: { method?: string; body?: unknown } = {},
  ): Promise<Response> {
    const base = await this.#discoveryApi.getBaseUrl('changes');
    const response = await this.#fetchApi.fetch(`${base}${path}`, {
      method: init.method ?? 'GET',
      headers: {
        ...(init.body ? { 'content-type': 'application/json' } : {}),
        ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      },
      body: init.body ? JSON.stringify(init.body) : undefined,
      signal: options.signal,
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}

function entityPath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `/entities/by-name/${[kind, namespace, name]
    .map(encodeURIComponent)
    .join('/')}`.toLocaleLowerCase('en-US');
}
