import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Entity } from '@backstage/catalog-model';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  facetsOf,
  isFiltered,
  joinFacets,
  NO_FILTERS,
} from '../../model/filters';
import { eventRows } from '../../model/eventRows';
import { incidentsOf, incidentView, nextIncident } from '../../model/incidents';
import { groupLanes, shownLanes } from '../../model/laneGroups';
import { stepInTime, stepToLane } from '../../model/navigation';
import { shiftedRange } from '../../model/rangePresets';
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
import { changesTranslationRef } from '../../translation';
import {
  Button,
  CoverageRow,
  ErrorState,
  Panel,
  RefreshFailure,
  useClock,
  useNow,
  useTimeFormat,
} from '../kit';
import { EventDrawer } from '../drawer/EventDrawer';
import { KeyList } from '../timeline/KeyList';
import { TimelinePanel } from '../timeline/TimelinePanel';
import { CausesPanel } from './CausesPanel';
import { EmptyRange } from './EmptyRange';
import { EventTable } from './EventTable';
import { FilterBar } from './FilterBar';
import { RangeBar } from './RangeBar';
import { TimelineSkeleton } from './TimelineSkeleton';
import { useListedEvents } from './useListedEvents';
import { useTabKeys } from './useTabKeys';
import { rangeAt, useTabState } from './useTabState';
import { useTimelineData } from './useTimelineData';

/** Room right of the now line, as a share of the range. */
const NOW_ROOM_SHARE = 0.004;

const WEEK_MS = 7 * 24 * 3_600_000;

const useStyles = makeStyles({
  root: { display: 'grid', gap: 10, minWidth: 0 },
  panels: { display: 'grid', gap: 12, minWidth: 0 },
  // The drawer is a sheet at the foot: what matters least steps aside, so that the incident stays in sight above it.
  withDrawer: {
    '@media (max-width: 1149.95px)': {
      paddingBottom: '56vh',
      '& [data-secondary]': { display: 'none' },
    },
  },
});

/** Everything of the Changes tab: what was watched, what probably caused it, where that lies in time, every event. */
export function ChangesView(props: { entity: Entity; entityRef: string }) {
  const { entity, entityRef } = props;
  const name = entity.metadata.title ?? entity.metadata.name;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const clock = useClock();
  const presentNow = useNow();
  const [dragSince, setDragSince] = useState<number>();
  const now = dragSince ?? presentNow;
  const { state, update, href } = useTabState(() => clock.now());
  const { range: choice, degree, filters, event: openId } = state;

  const [selected, setSelected] = useState(openId);
  const [hovered, setHovered] = useState<string>();
  const [focusRequest, setFocusRequest] = useState(0);
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const [quietShown, setQuietShown] = useState<ReadonlySet<number>>(new Set());
  const [listed, setListed] = useState<{ lane: LaneModel; range: TimeRange }>();
  const [keysShown, setKeysShown] = useState(false);
  const searchRef = useRef<HTMLInputElement>(null);
  const listRef = useRef<HTMLDivElement>(null);

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
  const zoom = state.zoom;
  const view = useMemo(
    () => (zoom ? clampRange(zoom, widened(full, zoom)) : full),
    [zoom, full],
  );

  const data = useTimelineData({ entityRef, state, now, view });
  const { timeline, suspects, wide, model } = data;
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
  const own = model?.lanes[0];
  const incidents = useMemo(
    () => (own ? incidentsOf(own, now) : []),
    [own, now],
  );

  const symptom = suspects.answer?.symptom;
  const symptomEvent = symptom?.eventId
    ? model?.byId.get(symptom.eventId)
    : undefined;
  const illUntil =
    symptomEvent && !symptomEvent.open ? endAt(symptomEvent, now) : undefined;
  const onsetAt = symptom && suspects.answer?.onset?.to;
  const ill = useMemo(
    () =>
      onsetAt === undefined
        ? undefined
        : { from: Date.parse(onsetAt), to: illUntil ?? now },
    [onsetAt, illUntil, now],
  );

  const baseFacets = useRef(facetsOf(undefined));
  const facets = useMemo(() => {
    baseFacets.current = joinFacets(
      baseFacets.current,
      facetsOf(timeline.answer),
      filters,
    );
    return baseFacets.current;
  }, [timeline.answer, filters]);

  const onView = useCallback(
    (next: TimeRange) => {
      const bounds = widened(full, next);
      const clamped = clampRange(next, bounds);
      update({ zoom: sameRange(clamped, full) ? undefined : clamped });
    },
    [full, update],
  );
  const onOpen = useCallback(
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
  const selectedEvent = selected ? model?.byId.get(selected) : undefined;
  const navigable = useMemo(() => {
    const indexes = new Set(lanes.map(lane => lane.index));
    return (model?.events ?? []).filter(event =>
      event.event.lanes.some(index => indexes.has(index)),
    );
  }, [model, lanes]);
  const step = (direction: 'previous' | 'next') =>
    stepInTime(navigable, selected, direction)?.id;

  const close = () => {
    if (openId) {
      update({ event: undefined });
      setFocusRequest(n => n + 1);
    } else if (zoom) {
      update({ zoom: undefined });
    } else if (selected) {
      setSelected(undefined);
    }
  };
  const goToIncident = (direction: 'previous' | 'next') => {
    const next = nextIncident(
      incidents,
      direction,
      state.incident ?? symptom?.eventId,
    );
    if (!next) return;
    const bounds = next.open
      ? full
      : { ...full, to: Math.max(full.to, next.to) };
    update({
      zoom: clampRange(
        { from: incidentView(next).from, to: next.open ? full.to : next.to },
        bounds,
      ),
      incident: next.event.id,
    });
  };

  useTabKeys({
    step: direction => {
      select(step(direction));
      setFocusRequest(n => n + 1);
    },
    lane: direction => {
      const next = stepToLane({
        lanes,
        current: selectedEvent,
        direction,
        view,
        now,
      });
      select(next?.id);
      setFocusRequest(n => n + 1);
    },
    open: () => selected && onOpen(selected),
    close,
    zoom: direction => {
      if (direction === 'all') update({ zoom: undefined });
      else {
        const about = selectedEvent?.start ?? (view.from + view.to) / 2;
        onView(zoomRange(view, direction === 'in' ? 0.5 : 2, about, full));
      }
    },
    incident: goToIncident,
    suspect: rank => {
      const id = [...ranks].find(([, its]) => its === rank)?.[0];
      if (!id) return;
      reveal(id);
      onOpen(id);
    },
    search: () => searchRef.current?.focus(),
    help: () => setKeysShown(true),
  });

  const listRange = listed?.range ?? view;
  const list = useListedEvents({
    entityRef,
    model,
    degree,
    filters,
    range: listRange,
  });
  const rows = useMemo(() => {
    if (!model || !own) return [];
    const all = eventRows({
      events: list.events,
      lanes: model.lanes.map(({ lane }) => lane),
      view: listRange,
      now,
      onset:
        ill && symptom && !listed
          ? { at: ill.from, service: own.lane.title, status: symptom.status }
          : undefined,
    });
    return listed
      ? all.filter(
          row =>
            row.type === 'event' &&
            row.event.entityRefs.includes(listed.lane.lane.entityRef),
        )
      : all;
  }, [list.events, model, own, listRange, listed, now, ill, symptom]);
  const rowCount = rows.filter(row => row.type === 'event').length;

  const empty =
    model !== undefined &&
    model.events.length === 0 &&
    model.lanes.every(lane => lane.lane.complete);
  const filtered = isFiltered(filters);
  const live = liveness();
  const at = choice.mode === 'live' ? now : Math.min(now, range.to);

  return (
    <div
      className={
        openId ? `${classes.root} ${classes.withDrawer}` : classes.root
      }
    >
      <RangeBar
        range={range}
        preset={choice.mode === 'live' ? choice.preset : undefined}
        live={live}
        now={now}
        hasIncidents={incidents.length > 0 ? 'yes' : 'no'}
        onPreset={preset =>
          update({
            range: { mode: 'live', preset },
            zoom: undefined,
            incident: undefined,
          })
        }
        onRange={next =>
          update({
            range: { mode: 'fixed', range: next },
            zoom: undefined,
            incident: undefined,
          })
        }
        onShift={direction =>
          update({
            range: {
              mode: 'fixed',
              range: shiftedRange(range, direction, clock.now()),
            },
            zoom: undefined,
            incident: undefined,
          })
        }
        onIncident={goToIncident}
        onLive={() =>
          update({
            range: { mode: 'live', preset: '24h' },
            zoom: undefined,
            incident: undefined,
          })
        }
      />
      <div data-secondary="">
        <FilterBar
          degree={degree}
          filters={filters}
          facets={facets}
          searchRef={searchRef}
          onDegree={next => update({ degree: next })}
          onFilters={next => update({ filters: next })}
        />
      </div>
      {timeline.answer && (
        <div data-secondary="">
          <CoverageRow coverage={timeline.answer.coverage} now={at} />
        </div>
      )}
      {timeline.answer && timeline.error && (
        <RefreshFailure
          error={timeline.error}
          answeredAt={timeline.answeredAt ?? now}
          onRetry={timeline.retry}
        />
      )}
      <div className={classes.panels}>
        {!timeline.answer && timeline.error && (
          <Panel label={t('timeline.title')}>
            <ErrorState
              error={timeline.error}
              name={name}
              failingSince={timeline.failingSince}
              onRetry={timeline.retry}
            />
          </Panel>
        )}
        {!timeline.answer && !timeline.error && (
          <TimelineSkeleton entity={entity} />
        )}
        {model && wide && own && (
          <>
            {suspects.answer && (
              <CausesPanel
                suspects={suspects.answer}
                health={own.lane.health}
                now={now}
                illUntil={illUntil}
                selected={openId}
                onOpen={id => {
                  reveal(id);
                  onOpen(id);
                }}
              />
            )}
            {suspects.error && !suspects.answer && (
              <Panel label={t('changesTab.causes.label')}>
                <ErrorState
                  error={suspects.error}
                  name={name}
                  title={t('changesTab.causes.failed')}
                  onRetry={suspects.retry}
                />
              </Panel>
            )}
            {empty && (
              <EmptyRange
                entityRef={entityRef}
                name={name}
                degree={degree}
                rangeMs={spanOf(range)}
                filtered={filtered ? 'yes' : 'no'}
                coverage={timeline.answer?.coverage ?? []}
                onWeek={
                  spanOf(range) < WEEK_MS
                    ? () =>
                        update({
                          range: { mode: 'live', preset: '7d' },
                          zoom: undefined,
                        })
                    : undefined
                }
                onClearFilters={() => update({ filters: NO_FILTERS })}
                onRetry={timeline.retry}
              />
            )}
            {!empty && (
              <>
                <TimelinePanel
                  wide={wide}
                  model={model}
                  groups={groups}
                  folded={folded}
                  quietShown={quietShown}
                  titles={titles}
                  coverage={timeline.answer?.coverage ?? []}
                  withheld={timeline.answer?.withheld ?? 0}
                  full={full}
                  view={view}
                  now={now}
                  ranks={ranks}
                  ill={ill}
                  hovered={hovered}
                  selected={selected}
                  focusRequest={focusRequest}
                  onView={onView}
                  onDrag={dragging =>
                    setDragSince(dragging === 'begun' ? clock.now() : undefined)
                  }
                  onHover={setHovered}
                  onOpen={onOpen}
                  onList={(lane, listedRange) => {
                    setListed({ lane, range: listedRange });
                    listRef.current?.scrollIntoView({ block: 'start' });
                  }}
                  onFold={its => setFolded(toggled(folded, its))}
                  onQuiet={its => setQuietShown(toggled(quietShown, its))}
                  onKeys={() => setKeysShown(true)}
                />
                <div ref={listRef}>
                  <EventTable
                    rows={rows}
                    now={now}
                    ranks={ranks}
                    hovered={hovered}
                    selected={selected}
                    onHover={setHovered}
                    onOpen={onOpen}
                    onMore={list.more}
                    aside={
                      <>
                        {listed && (
                          <>
                            <b>
                              {t('changesTab.events.narrowed', {
                                service: listed.lane.lane.title,
                                from: time.exact(listed.range.from, now),
                                to: time.exact(listed.range.to, now),
                              })}
                            </b>
                            <Button
                              look="link"
                              onClick={() => setListed(undefined)}
                            >
                              {t('changesTab.events.widen')}
                            </Button>
                          </>
                        )}
                        <span>
                          {t('changesTab.events.number', { count: rowCount })}
                        </span>
                      </>
                    }
                  />
                </div>
              </>
            )}
          </>
        )}
      </div>
      {openId && (
        <EventDrawer
          id={openId}
          entityRef={entityRef}
          model={model}
          suspects={suspects.answer}
          titles={titles}
          now={now}
          href={href}
          onClose={close}
          onPrevious={() => select(step('previous'))}
          onNext={() => select(step('next'))}
          onOpen={id => {
            reveal(id);
            onOpen(id);
          }}
        />
      )}
      <KeyList open={keysShown} onClose={() => setKeysShown(false)} />
    </div>
  );

  function liveness() {
    if (choice.mode === 'fixed') return 'paused-range' as const;
    return dragSince === undefined
      ? ('live' as const)
      : ('paused-drag' as const);
  }
}

/** Bounds that hold the view too: a shared link may look at what has since left the live range. */
function widened(full: TimeRange, view: TimeRange): TimeRange {
  return {
    from: Math.min(full.from, view.from),
    to: Math.max(full.to, view.to),
  };
}

function toggled(set: ReadonlySet<number>, value: number): Set<number> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}
