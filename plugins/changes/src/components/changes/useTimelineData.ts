import { useMemo } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type {
  Suspects,
  Timeline,
  TimelineQuery,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  changesApiRef,
  useAnswer,
  useSuspects,
  useTimeline,
  type Answer,
} from '../../api';
import { filterQuery } from '../../model/filters';
import { presetMs } from '../../model/rangePresets';
import { detailWindow, refineModel } from '../../model/refineModel';
import { spanOf, type TimeRange } from '../../model/TimeRange';
import { timelineModel, type TimelineModel } from '../../model/timelineModel';
import { isoOf } from '../../model/urlState';
import type { TabState } from './useTabState';

/** A live window's start moves in steps of its length divided by this, so that most answers can be asked for again as they were. */
const LIVE_STEPS = 96;
/** A range that ended longer ago is settled. */
const SETTLED_MS = 5 * 60_000;

/** Everything that the tab asks for. */
export interface TimelineData {
  timeline: Answer<Timeline>;
  suspects: Answer<Suspects>;
  /** The whole range. */
  wide?: TimelineModel;
  /** The same, with lanes of many events finer where the view asks for it. */
  model?: TimelineModel;
}

/** Asks for the timeline of the range, for a finer one of the view where lanes are folded into counts, and for the suspects. */
export function useTimelineData(options: {
  entityRef: string;
  state: TabState;
  now: number;
  view?: TimeRange;
}): TimelineData {
  const { entityRef, state, now, view } = options;
  const { range, degree, filters, incident } = state;
  const window = useWindow(state, now);
  const refresh =
    range.mode === 'fixed' && now - range.range.to > SETTLED_MS
      ? 'once'
      : 'live';
  const question = useMemo(
    () => ({ degree, ...filterQuery(filters) }),
    [degree, filters],
  );
  const timeline = useTimeline(
    entityRef,
    useMemo(() => ({ ...question, ...window }), [question, window]),
    refresh,
  );
  const wide = useMemo(
    () => timeline.answer && timelineModel(timeline.answer),
    [timeline.answer],
  );

  const finer =
    view && wide && isFiner(view, wide) ? detailWindow(view) : undefined;
  const detail = useDetail(
    entityRef,
    finer && { ...question, from: isoOf(finer.from), to: isoOf(finer.to) },
    refresh,
  );
  const model = useMemo(
    () => (wide && detail ? refineModel(wide, detail) : wide),
    [wide, detail],
  );

  const suspects = useSuspects(entityRef, suspectsQuestion(state, incident), {
    channel: timeline.answer?.channel,
    refresh,
  });
  return { timeline, suspects, wide, model };
}

function useDetail(
  entityRef: string,
  query: TimelineQuery | undefined,
  refresh: 'live' | 'once',
): TimelineModel | undefined {
  const api = useApi(changesApiRef);
  const { answer } = useAnswer({
    question: query && JSON.stringify([entityRef, query]),
    about: entityRef,
    ask: signal => api.getTimeline(entityRef, query, { signal }),
    channelOf: timeline => timeline.channel,
    refresh,
  });
  return useMemo(() => answer && timelineModel(answer), [answer]);
}

function useWindow(state: TabState, now: number) {
  const { range } = state;
  const step =
    range.mode === 'live'
      ? Math.floor((now - presetMs(range.preset)) / stepOf(range.preset))
      : 0;
  return useMemo(
    () =>
      range.mode === 'live'
        ? { from: isoOf(step * stepOf(range.preset)) }
        : { from: isoOf(range.range.from), to: isoOf(range.range.to) },
    [range, step],
  );
}

function stepOf(preset: Parameters<typeof presetMs>[0]): number {
  return presetMs(preset) / LIVE_STEPS;
}

function isFiner(view: TimeRange, wide: TimelineModel): boolean {
  return (
    spanOf(view) < spanOf(wide.window) / 2 &&
    wide.lanes.some(lane => !lane.lane.complete)
  );
}

function suspectsQuestion(state: TabState, incident: string | undefined) {
  if (incident) return { event: incident };
  return state.range.mode === 'fixed'
    ? { at: isoOf(state.range.range.to) }
    : {};
}
