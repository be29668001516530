import { useCallback, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { isFiltered } from '../../model/filters';
import {
  presetMs,
  presetOf,
  RANGE_PRESET_DEFAULT,
  type RangePresetId,
} from '../../model/rangePresets';
import type { TimeRange } from '../../model/TimeRange';
import {
  DEGREE_DEFAULT,
  formatUrlState,
  parseUrlState,
  type UrlState,
} from '../../model/urlState';

/** Browsers limit how often an address may change. */
const URL_DELAY_MS = 200;
/** An address whose range ended less than this ago was left a moment ago: a reload goes on living. */
const RESUME_MS = 10 * 60_000;

/** The range that is looked at: so long until now, or a fixed one. */
export type RangeChoice =
  | { mode: 'live'; preset: RangePresetId }
  | { mode: 'fixed'; range: TimeRange };

/** What a person chose on the tab. */
export interface TabState extends Omit<UrlState, 'range'> {
  range: RangeChoice;
}

/** The tab's state, kept in the address. `update` takes what changes. */
export function useTabState(now: () => number): {
  state: TabState;
  update: (patch: Partial<TabState>) => void;
  /** The address of what is on the screen, absolute. */
  href: () => string;
} {
  const [search, setSearch] = useSearchParams();
  const [state, setState] = useState(() => readState(search, now()));
  const written = useRef(search.toString());
  const latestSearch = useRef(search);
  latestSearch.current = search;
  const clock = useRef(now);
  clock.current = now;

  useEffect(() => {
    const text = search.toString();
    if (text === written.current) return;
    written.current = text;
    setState(readState(search, clock.current()));
  }, [search]);

  useEffect(() => {
    const timer = setTimeout(() => {
      const next = formatUrlState(
        writeState(state, clock.current()),
        latestSearch.current,
      );
      if (next.toString() === latestSearch.current.toString()) return;
      written.current = next.toString();
      setSearch(next, { replace: true, preventScrollReset: true });
    }, URL_DELAY_MS);
    return () => clearTimeout(timer);
    // setSearch is another function after every navigation, in particular after this one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [state]);

  const update = useCallback(
    (patch: Partial<TabState>) =>
      setState(previous => ({ ...previous, ...patch })),
    [],
  );
  const latest = useRef(state);
  latest.current = state;
  const href = useCallback(() => {
    const { origin, pathname } = window.location;
    const query = formatUrlState({
      ...writeState(latest.current, clock.current()),
      range: rangeAt(latest.current.range, clock.current()),
    });
    return `${origin}${pathname}?${query}`;
  }, []);
  return { state, update, href };
}

/** The range in absolute times. */
export function rangeAt(choice: RangeChoice, now: number): TimeRange {
  return choice.mode === 'fixed'
    ? choice.range
    : { from: now - presetMs(choice.preset), to: now };
}

function readState(search: URLSearchParams, now: number): TabState {
  const { range, ...rest } = parseUrlState(search);
  return { ...rest, range: choiceOf(range, now) };
}

function choiceOf(range: TimeRange | undefined, now: number): RangeChoice {
  if (!range) return { mode: 'live', preset: RANGE_PRESET_DEFAULT };
  const preset = presetOf(range);
  return preset && Math.abs(now - range.to) < RESUME_MS
    ? { mode: 'live', preset }
    : { mode: 'fixed', range };
}

/** As it opens, the tab has a plain address; whatever else is looked at has absolute times. */
function writeState(state: TabState, now: number): UrlState {
  const { range, ...rest } = state;
  const plain =
    range.mode === 'live' &&
    range.preset === RANGE_PRESET_DEFAULT &&
    !state.zoom &&
    !state.event &&
    !state.incident &&
    state.degree === DEGREE_DEFAULT &&
    !isFiltered(state.filters);
  return plain ? rest : { ...rest, range: wholeSeconds(rangeAt(range, now)) };
}

/** Whole seconds keep a preset recognisable and the address short. */
function wholeSeconds(range: TimeRange): TimeRange {
  const to = Math.floor(range.to / 1000) * 1000;
  return { from: to - (range.to - range.from), to };
}
