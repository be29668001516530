import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { facetsOf, joinFacets } from '../../model/filters';
import { incidentsOf, incidentView, nextIncident } from '../../model/incidents';
import { groupLanes, shownLanes } from '../../model/laneGroups';
import { stepInTime, stepToLane } from '../../model/navigation';
import { suspectRanks } from '../../model/suspectRows';
import {
  clampRange,
  overlaps,
  revealMoment,
  sameRange,
  spanOf,
  zoomRange,
  type TimeRange,
} from '../../model/TimeRange';
import { endAt, type LaneModel } from '../../model/timelineModel';
import { useClock, useNow } from '../kit';
import { useRows } from './useRows';
import { rangeAt, useTabState } from './useTabState';
import { useTimelineData } from './useTimelineData';

/** Room right of the now line, as a share of the range. */
const NOW_ROOM_SHARE = 0.004;

const NONE: ReadonlySet<number> = new Set();

/** What the tab shows, and what a person can do to it. Components only draw it. */
export function useChangesView(entityRef: string) {
  const clock = useClock();
  const presentNow = useNow();
  // While something is dragged, time stands still: it would move under the pointer.
  const [dragSince, setDragSince] = useState<number>();
  const now = dragSince ?? presentNow;
  const { state, update, href } = useTabState(() => clock.now());
  const { range: choice, zoom, event: openId } = state;

  const [selected, setSelected] = useState(openId);
  const [hovered, setHovered] = useState<string>();
  const [focusRequest, setFocusRequest] = useState(0);
  const [folded, setFolded] = useState(NONE);
  const [quietShown, setQuietShown] = useState(NONE);
  const [listed, setListed] = useState<{ lane: LaneModel; range: TimeRange }>();
  useEffect(() => {
    if (openId) setSelected(openId);
  }, [openId]);

  const range = useMemo(() => rangeAt(choice, now), [choice, now]);
  const full = useMemo(
    () =>
      choice.mode === 'live'
        ? { from: range.from, to: range.to + spanOf(range) * NOW_ROOM_SHARE }
        : range,
    [choice, range],
  );
  const view = useMemo(
    () => (zoom ? clampRange(zoom, union(full, zoom)) : full),
    [zoom, full],
  );

  const data = useTimelineData({ entityRef, state, now, view });
  const { timeline, suspects, model } = data;
  const own = model?.lanes[0];
  const ranks = useMemo(() => suspectRanks(suspects.answer), [suspects.answer]);
  const groups = useMemo(
    () => (model ? groupLanes({ lanes: model.lanes, view, now, ranks }) : []),
    [model, view, now, ranks],
  );
  const lanes = useMemo(
    () => shownLanes(groups, { folded, quietShown }),
    [groups, folded, quietShown],
  );
  const titles = useMemo(
    () => new Map(model?.lanes.map(({ lane }) => [lane.entityRef, lane.title])),
    [model],
  );
  const incidents = useMemo(
    () => (own ? incidentsOf(own, now) : []),
    [own, now],
  );
  const facets = useFacets(timeline.answer, state.filters);

  const symptom = suspects.answer?.symptom;
  const symptomEvent = model?.byId.get(symptom?.eventId ?? '');
  const illUntil =
    symptomEvent && !symptomEvent.open ? endAt(symptomEvent, now) : undefined;
  const onset = symptom && suspects.answer?.onset?.to;
  const ill = useMemo(
    () =>
      onset === undefined
        ? undefined
        : { from: Date.parse(onset), to: illUntil ?? now },
    [onset, illUntil, now],
  );

  const list = useRows({
    entityRef,
    state,
    model,
    range: listed?.range ?? view,
    lane: listed?.lane,
    now,
    onset:
      ill && symptom && own && !listed
        ? { at: ill.from, service: own.lane.title, status: symptom.status }
        : undefined,
  });
  const selectedEvent = model?.byId.get(selected ?? '');

  const onView = useCallback(
    (next: TimeRange) => {
      const clamped = clampRange(next, union(full, next));
      update({ zoom: sameRange(clamped, full) ? undefined : clamped });
    },
    [full, update],
  );
  const open = useCallback(
    (id: string) => {
      setSelected(id);
      update({ event: id });
    },
    [update],
  );
  const reveal = (id: string) => {
    const event = model?.byId.get(id);
    if (event && !overlaps(view, event.start, endAt(event, now))) {
      onView(revealMoment(view, event.start, full));
    }
  };
  const select = (id: string | undefined) => {
    if (!id) return;
    setSelected(id);
    reveal(id);
    if (openId) update({ event: id });
  };
  const focusMark = () => setFocusRequest(request => request + 1);
  const step = (direction: 'previous' | 'next') => {
    const indexes = new Set(lanes.map(lane => lane.index));
    const events = (model?.events ?? []).filter(({ event }) =>
      event.lanes.some(index => indexes.has(index)),
    );
    select(stepInTime(events, selected, direction)?.id);
  };

  const actions = {
    onView,
    open,
    openRevealed: (id: string) => {
      reveal(id);
      open(id);
    },
    openSelected: () => selected && open(selected),
    openSuspect: (rank: number) => {
      const id = [...ranks].find(([, its]) => its === rank)?.[0];
      if (id) actions.openRevealed(id);
    },
    step,
    stepFocused: (direction: 'previous' | 'next') => {
      step(direction);
      focusMark();
    },
    stepLane: (direction: 'up' | 'down') => {
      select(
        stepToLane({ lanes, current: selectedEvent, direction, view, now })?.id,
      );
      focusMark();
    },
    /** Closes what is open; else shows the whole range; else lets go of the selection. */
    close: () => {
      if (openId) {
        update({ event: undefined });
        focusMark();
      } else if (zoom) update({ zoom: undefined });
      else setSelected(undefined);
    },
    zoom: (direction: 'in' | 'out' | 'all') => {
      if (direction === 'all') {
        update({ zoom: undefined });
        return;
      }
      const about = selectedEvent?.start ?? (view.from + view.to) / 2;
      onView(zoomRange(view, direction === 'in' ? 0.5 : 2, about, full));
    },
    goToIncident: (direction: 'previous' | 'next') => {
      const next = nextIncident(incidents, direction, state.incident);
      if (!next) return;
      const whole = incidentView(next);
      update({
        zoom: next.open ? { from: whole.from, to: full.to } : whole,
        incident: next.event.id,
      });
    },
    hover: setHovered,
    drag: (dragging: 'begun' | 'over') =>
      setDragSince(dragging === 'begun' ? clock.now() : undefined),
    fold: (degree: number) => setFolded(set => toggled(set, degree)),
    showQuiet: (degree: number) => setQuietShown(set => toggled(set, degree)),
    listOnly: (lane: LaneModel, listedRange: TimeRange) =>
      setListed({ lane, range: listedRange }),
    listAll: () => setListed(undefined),
    update,
  };

  return {
    ...data,
    ...{ state, now, range, full, view, own, groups, titles, facets },
    ...{ ranks, ill, illUntil, selected, hovered, openId, focusRequest },
    ...{ folded, quietShown, listed, list, actions, href },
    hasIncidents: incidents.length > 0,
    live: livenessOf(choice.mode, dragSince),
  };
}

/** What {@link useChangesView} gives. */
export type ChangesViewModel = ReturnType<typeof useChangesView>;

type Answered = Parameters<typeof facetsOf>[0];
type Filters = Parameters<typeof joinFacets>[2];

/** The filters' values: all that were seen, since a filter must not take away its own choices. */
function useFacets(answer: Answered, filters: Filters) {
  const seen = useRef(facetsOf(undefined));
  return useMemo(() => {
    seen.current = joinFacets(seen.current, facetsOf(answer), filters);
    return seen.current;
  }, [answer, filters]);
}

function livenessOf(mode: 'live' | 'fixed', dragSince: number | undefined) {
  if (mode === 'fixed') return 'paused-range' as const;
  return dragSince === undefined ? ('live' as const) : ('paused-drag' as const);
}

/** A shared link may look at what has since left the live range: such a view stays as it is. */
function union(a: TimeRange, b: TimeRange): TimeRange {
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
}

function toggled(set: ReadonlySet<number>, value: number): Set<number> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}
