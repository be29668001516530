import {
  CHANGE_KINDS,
  CHANGE_STATUSES,
  EVENT_TYPES,
  ISSUE_STATUSES,
  type Timeline,
  type TimelineQuery,
} from '@ripplehq/backstage-plugin-changes-common';

/** What a person narrowed the timeline to. An empty list means all. */
export interface EventFilters {
  type: string[];
  kind: string[];
  source: string[];
  environment: string[];
  cluster: string[];
  status: string[];
  actor: string[];
  q: string;
}

/** Names of the filters that are lists. */
export const LIST_FILTERS = [
  'type',
  'kind',
  'source',
  'environment',
  'cluster',
  'status',
  'actor',
] as const;

/** One of LIST_FILTERS. */
export type ListFilter = (typeof LIST_FILTERS)[number];

/** Nothing is left out. */
export const NO_FILTERS: EventFilters = {
  type: [],
  kind: [],
  source: [],
  environment: [],
  cluster: [],
  status: [],
  actor: [],
  q: '',
};

/** Whether anything is left out. */
export function isFiltered(filters: EventFilters): boolean {
  return (
    filters.q !== '' || LIST_FILTERS.some(name => filters[name].length > 0)
  );
}

/** The filters as the API is asked. */
export function filterQuery(filters: EventFilters): Partial<TimelineQuery> {
  const query: Record<string, string | string[]> = {};
  for (const name of LIST_FILTERS) {
    if (filters[name].length > 0) query[name] = filters[name];
  }
  if (filters.q.trim() !== '') query.q = filters.q.trim();
  return query as Partial<TimelineQuery>;
}

/** The values that filters can be set to. */
export type Facets = Record<ListFilter, string[]>;

/** Fixed words, and of the others what an answer holds. */
export function facetsOf(timeline: Timeline | undefined): Facets {
  const events = [...(timeline?.events ?? []), ...(timeline?.intervals ?? [])];
  return {
    type: [...EVENT_TYPES],
    kind: [...CHANGE_KINDS],
    status: [...new Set<string>([...CHANGE_STATUSES, ...ISSUE_STATUSES])],
    source: sorted([
      ...events.map(event => event.source),
      ...(timeline?.coverage ?? []).map(interval => interval.source),
    ]),
    environment: sorted(events.map(event => event.environment)),
    cluster: sorted(events.map(event => event.cluster)),
    actor: sorted(events.map(event => event.actor?.name)),
  };
}

/** Both, and what is chosen: a filter must not take away its own choices. */
export function joinFacets(a: Facets, b: Facets, chosen: EventFilters): Facets {
  const join = (name: ListFilter) =>
    sorted([...a[name], ...b[name], ...chosen[name]]);
  return {
    type: a.type,
    kind: a.kind,
    status: a.status,
    source: join('source'),
    environment: join('environment'),
    cluster: join('cluster'),
    actor: join('actor'),
  };
}

function sorted(values: (string | undefined)[]): string[] {
  return [...new Set(values.filter(value => value !== undefined))].sort(
    (a, b) => a.localeCompare(b),
  );
}
