import {
  HEALTH_STATUSES,
  type HealthStatus,
  type ServicesQuery,
} from '@ripplehq/backstage-plugin-changes-common';

/** What the explorer is narrowed to; kept in the address. An empty list means all. */
export interface ExplorerFilters {
  q: string;
  /** Only what the reader, or a group of theirs, owns. */
  mine: boolean;
  health: HealthStatus[];
  environment: string[];
  cluster: string[];
  namespace: string[];
  system: string[];
  owner: string[];
}

/** The facets that can be chosen from menus, in their order. */
export const FACETS = [
  'environment',
  'cluster',
  'namespace',
  'system',
  'owner',
] as const;

/** One of FACETS. */
export type Facet = (typeof FACETS)[number];

const TEXT_MAX_CHARS = 200;
const VALUES_MAX = 50;

/** Reads an address. What it does not understand is left out. */
export function parseExplorerFilters(search: URLSearchParams): ExplorerFilters {
  const values = (name: string) =>
    [...new Set(search.getAll(name))]
      .filter(value => value !== '' && value.length <= TEXT_MAX_CHARS)
      .slice(0, VALUES_MAX);
  return {
    q: (search.get('q') ?? '').slice(0, TEXT_MAX_CHARS),
    mine: search.get('mine') === 'true',
    health: HEALTH_STATUSES.filter(status =>
      search.getAll('health').includes(status),
    ),
    environment: values('environment'),
    cluster: values('cluster'),
    namespace: values('namespace'),
    system: values('system'),
    owner: values('owner'),
  };
}

/** Writes an address; parameters that are not ours stay. */
export function formatExplorerFilters(
  filters: ExplorerFilters,
  search: URLSearchParams = new URLSearchParams(),
): URLSearchParams {
  const result = new URLSearchParams(search);
  result.delete('q');
  if (filters.q !== '') result.set('q', filters.q);
  result.delete('mine');
  if (filters.mine) result.set('mine', 'true');
  for (const name of ['health', ...FACETS] as const) {
    result.delete(name);
    filters[name].forEach(value => result.append(name, value));
  }
  return result;
}

/** Whether anything is left out. */
export function isNarrowed(filters: ExplorerFilters): boolean {
  return formatExplorerFilters(filters).size > 0;
}

/** The filters as the API is asked. `ownRefs`: the reader and their groups, who take the place of chosen owners for `mine`. */
export function servicesQuery(
  filters: ExplorerFilters,
  ownRefs: string[],
): ServicesQuery {
  const query: ServicesQuery = {};
  if (filters.q.trim() !== '') query.q = filters.q.trim();
  if (filters.health.length > 0) query.health = filters.health;
  for (const name of FACETS) {
    if (filters[name].length > 0) query[name] = filters[name];
  }
  if (filters.mine) query.owner = ownRefs.slice(0, VALUES_MAX);
  return query;
}
