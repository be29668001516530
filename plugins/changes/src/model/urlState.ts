import {
  CHANGE_STATUSES,
  EVENT_TYPES,
  ISSUE_STATUSES,
} from '@ripplehq/backstage-plugin-changes-common';
import { LIST_FILTERS, NO_FILTERS, type EventFilters } from './filters';
import { RANGE_MAX_MS } from './rangePresets';
import type { TimeRange } from './TimeRange';

/** Hops that are shown unless said otherwise. */
export const DEGREE_DEFAULT = 2;
/** Furthest that one can look. */
export const DEGREE_MAX = 4;
/** Most values of one filter that the API takes. */
const FILTER_VALUES_MAX = 50;

/** What the address of the Changes tab says. Times are absolute, so that a link shows the same picture tomorrow. */
export interface UrlState {
  /** Absent: the last 24 hours, live. */
  range?: TimeRange;
  /** Absent: the whole range. */
  zoom?: TimeRange;
  degree: number;
  filters: EventFilters;
  /** Id of the open event. */
  event?: string;
  /** Id of the alert or health issue whose causes are shown; absent: what is wrong at the range's end. */
  incident?: string;
}

const WORDS: Partial<Record<string, readonly string[]>> = {
  type: EVENT_TYPES,
  status: [...CHANGE_STATUSES, ...ISSUE_STATUSES],
};

// Date.parse alone takes "1" for a year.
const DATE_TIME = /^\d{4}-\d\d-\d\dT/;

const KIND = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Reads an address. What it does not understand is left out. */
export function parseUrlState(search: URLSearchParams): UrlState {
  const filters: EventFilters = { ...NO_FILTERS, q: search.get('q') ?? '' };
  for (const name of LIST_FILTERS) {
    const words = WORDS[name];
    filters[name] = [...new Set(search.getAll(name))]
      .filter(value => value !== '' && (!words || words.includes(value)))
      .filter(value => name !== 'kind' || KIND.test(value))
      .slice(0, FILTER_VALUES_MAX);
  }
  const degree = Number(search.get('hops') ?? DEGREE_DEFAULT);
  const range = parseRange(search.get('from'), search.get('to'));
  const [zoomFrom, zoomTo] = (search.get('zoom') ?? '').split('..');
  const zoom = parseRange(zoomFrom, zoomTo);
  return {
    ...(range ? { range } : {}),
    ...(zoom ? { zoom } : {}),
    degree:
      Number.isInteger(degree) && degree >= 0 && degree <= DEGREE_MAX
        ? degree
        : DEGREE_DEFAULT,
    filters: { ...filters, q: filters.q.slice(0, 200) },
    ...optional('event', search.get('event')),
    ...optional('incident', search.get('incident')),
  };
}

/** Writes an address; parameters that are not ours stay. */
export function formatUrlState(
  state: UrlState,
  search: URLSearchParams = new URLSearchParams(),
): URLSearchParams {
  const result = new URLSearchParams(search);
  const set = (name: string, value: string | undefined) => {
    if (value === undefined || value === '') result.delete(name);
    else result.set(name, value);
  };
  set('from', state.range && isoOf(state.range.from));
  set('to', state.range && isoOf(state.range.to));
  set(
    'zoom',
    state.zoom && `${isoOf(state.zoom.from)}..${isoOf(state.zoom.to)}`,
  );
  set('hops', state.degree === DEGREE_DEFAULT ? undefined : `${state.degree}`);
  for (const name of LIST_FILTERS) {
    result.delete(name);
    state.filters[name].forEach(value => result.append(name, value));
  }
  set('q', state.filters.q);
  set('event', state.event);
  set('incident', state.incident);
  return result;
}

/** A moment as addresses and the API write it. */
export function isoOf(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}

function parseRange(
  from: string | null | undefined,
  to: string | null | undefined,
): TimeRange | undefined {
  if (!DATE_TIME.test(from ?? '') || !DATE_TIME.test(to ?? ''))
    return undefined;
  const range = { from: Date.parse(from ?? ''), to: Date.parse(to ?? '') };
  const span = range.to - range.from;
  return span > 0 && span <= RANGE_MAX_MS ? range : undefined;
}

function optional<K extends 'event' | 'incident'>(
  name: K,
  value: string | null,
): { [P in K]?: string } {
  return value && value.length <= 64
    ? ({ [name]: value } as { [P in K]?: string })
    : {};
}
