import { useEffect, useMemo, useRef, type PointerEvent } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { coverageGaps } from '../../model/coverageGaps';
import { shownLanes, type LaneGroup } from '../../model/laneGroups';
import { layoutLanes } from '../../model/laneLayout';
import {
  sameRange,
  spanOf,
  zoomRange,
  type TimeRange,
} from '../../model/TimeRange';
import { TimeScale } from '../../model/TimeScale';
import { timeTicks } from '../../model/timeTicks';
import type { LaneModel, TimelineModel } from '../../model/timelineModel';
import { changesTranslationRef } from '../../translation';
import { Button, Icon, Panel, SymbolSheet, useTimeFormat } from '../kit';
import { Axis } from './Axis';
import { Backdrop } from './Backdrop';
import { Brush } from './Brush';
import { GroupHeading, useStripStyles } from './GroupHeading';
import { LaneRow } from './LaneRow';
import { Legend } from './Legend';
import { Overview } from './Overview';
import { Readout } from './Readout';
import { useLanePicks } from './useLanePicks';
import { useSpanDrag } from './useSpanDrag';
import { useWheelZoom } from './useWheelZoom';
import { useWidth } from './useWidth';
import { ViewCounts } from './ViewCounts';

const TICK_SPACING_PX = 64;
const HEADER_WIDE_PX = 262;
const HEADER_NARROW_PX = 236;
const NARROW_BELOW_PX = 900;

const useStyles = makeStyles({
  panel: { overflow: 'hidden' },
  body: { position: 'relative' },
  axis: {
    display: 'grid',
    background: 'var(--inset)',
    borderBottom: '1px solid var(--line)',
    '& > div': {
      padding: '4px 12px',
      fontSize: 11,
      color: 'var(--tx2)',
      borderRight: '1px solid var(--line)',
    },
  },
  lanes: {
    position: 'relative',
    touchAction: 'pan-y',
    '&:focus-visible': { outlineOffset: -2 },
  },
  buttons: { display: 'flex', gap: 4 },
});

export interface TimelinePanelProps {
  /** The whole range; the overview shows it. */
  wide: TimelineModel;
  /** What the lanes show: `wide`, finer where need be. */
  model: TimelineModel;
  groups: readonly LaneGroup[];
  folded: ReadonlySet<number>;
  quietShown: ReadonlySet<number>;
  titles: ReadonlyMap<string, string>;
  withheld: number;
  /** Services within reach for which there is no lane: there is a most of them. */
  leftOut: number;
  full: TimeRange;
  view: TimeRange;
  now: number;
  ranks: ReadonlyMap<string, number>;
  ill?: TimeRange;
  hovered?: string;
  selected?: string;
  /** Changes whenever the mark of the selected event is to get the focus. */
  focusRequest: number;
  onView: (view: TimeRange) => void;
  onDrag: (dragging: 'begun' | 'over') => void;
  onHover: (id: string | undefined) => void;
  onOpen: (id: string) => void;
  onList: (lane: LaneModel, range: TimeRange) => void;
  onFold: (degree: number) => void;
  onQuiet: (degree: number) => void;
  onKeys: () => void;
}

/** The timeline: overview, lanes, readout line, legend. */
export function TimelinePanel(props: TimelinePanelProps) {
  const { wide, model, groups, folded, quietShown, titles } = props;
  const { withheld, leftOut, full, view, now, ranks, ill, hovered, selected } =
    props;
  const { focusRequest, onView, onDrag, onHover, onOpen, onList } = props;
  const classes = useStyles();
  const strip = useStripStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const bodyRef = useRef<HTMLDivElement>(null);
  const lanesRef = useRef<HTMLDivElement>(null);
  const width = useWidth(bodyRef);
  const headerWidth =
    width < NARROW_BELOW_PX ? HEADER_NARROW_PX : HEADER_WIDE_PX;
  const plotWidth = Math.max(80, width - headerWidth);
  const scale = useMemo(
    () => TimeScale.create({ range: view, width: plotWidth }),
    [view, plotWidth],
  );
  const ticks = useMemo(
    () =>
      timeTicks({
        range: view,
        width: plotWidth,
        zone: time.zone,
        spacing: TICK_SPACING_PX,
      }),
    [view, plotWidth, time],
  );
  const lanes = useMemo(
    () => shownLanes(groups, { folded, quietShown }),
    [groups, folded, quietShown],
  );
  const onset = ill?.from;
  const layouts = useMemo(() => {
    const all = layoutLanes(lanes, { scale, now, ranks, selected, onset });
    return new Map(all.map(layout => [layout.lane.index, layout]));
  }, [lanes, scale, now, ranks, selected, onset]);
  const gaps = useMemo(
    () =>
      new Map(
        lanes.map(lane => [lane.index, coverageGaps({ lane, view, now })]),
      ),
    [lanes, view, now],
  );

  const selectedEvent = selected ? model.byId.get(selected) : undefined;
  const hoveredEvent = hovered ? model.byId.get(hovered) : undefined;
  const readEvent = hoveredEvent ?? selectedEvent;
  const readLane = readEvent && laneOf(model, lanes, readEvent.event.lanes);

  const { onPick, onEdge } = useLanePicks({
    view,
    full,
    now,
    onView,
    onOpen,
    onList,
  });

  const drag = useSpanDrag({
    onDrag,
    onSpan: span =>
      onView({ from: scale.time(span.from), to: scale.time(span.to) }),
  });
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const left = event.currentTarget.getBoundingClientRect().left + headerWidth;
    if (event.clientX < left) return;
    if ((event.target as Element).closest('button, a')) return;
    drag.onPointerDown(event, { left, width: plotWidth });
  };
  useWheelZoom(lanesRef, (factor, clientX) => {
    const left = lanesRef.current?.getBoundingClientRect().left ?? 0;
    const about = scale.time(Math.max(0, clientX - left - headerWidth));
    onView(zoomRange(view, factor, about, full));
  });

  useEffect(() => {
    if (focusRequest === 0 || !selected) return;
    const marks = lanesRef.current?.querySelectorAll<SVGElement>('[data-mark]');
    const mark = [...(marks ?? [])].find(element =>
      element.getAttribute('data-mark')?.split(' ').includes(selected),
    );
    (mark ?? lanesRef.current)?.focus({ preventScroll: false });
    // The request alone decides: a redraw must not take the focus from where it is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [focusRequest]);

  const middle = selectedEvent?.start ?? (view.from + view.to) / 2;
  const zoom = (factor: number) =>
    onView(zoomRange(view, factor, middle, full));
  const zoomed = !sameRange(view, full);
  const selectedDrawn =
    selected !== undefined &&
    [...layouts.values()].some(
      layout =>
        layout.bars.some(bar => bar.event.id === selected) ||
        layout.items.some(item => item.events.some(e => e.id === selected)),
    );

  return (
    <Panel
      className={classes.panel}
      title={t('timeline.title')}
      aside={
        <>
          <ViewCounts model={model} view={view} now={now} full={full} />
          <span className={classes.buttons}>
            <Button
              size="small"
              label={t('timeline.zoomIn')}
              onClick={() => zoom(0.5)}
            >
              +
            </Button>
            <Button
              size="small"
              label={t('timeline.zoomOut')}
              onClick={() => zoom(2)}
            >
              −
            </Button>
            {zoomed && (
              <Button size="small" onClick={() => onView(full)}>
                {t('timeline.showAll', {
                  range: time.duration(spanOf(wide.window)),
                })}
              </Button>
            )}
          </span>
        </>
      }
    >
      <SymbolSheet />
      <div ref={bodyRef} className={classes.body}>
        <Overview
          model={wide}
          width={width}
          full={full}
          view={view}
          now={now}
          ill={ill}
          onView={onView}
          onDrag={onDrag}
        />
        <div
          className={classes.axis}
          style={{ gridTemplateColumns: `${headerWidth}px minmax(0, 1fr)` }}
        >
          <div>{t('timeline.serviceAndOwner')}</div>
          <Axis scale={scale} ticks={ticks} now={now} onset={onset} />
        </div>
        {/* One tab stop: arrow keys move between the events, see useTabKeys. */}
        <div
          ref={lanesRef}
          className={classes.lanes}
          role="group"
          aria-label={t('timeline.lanesName')}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={selectedDrawn ? -1 : 0}
          data-timeline-lanes=""
          onPointerDown={onPointerDown}
        >
          <Backdrop
            scale={scale}
            ticks={ticks}
            now={now}
            ill={ill}
            guide={selectedEvent?.start}
          />
          {groups.map(group => (
            <div key={group.degree}>
              {group.degree > 0 && (
                <GroupHeading
                  group={group}
                  folded={folded.has(group.degree) ? 'yes' : 'no'}
                  quietShown={quietShown.has(group.degree) ? 'yes' : 'no'}
                  onFold={() => props.onFold(group.degree)}
                  onQuiet={() => props.onQuiet(group.degree)}
                />
              )}
              {shownLanes([group], { folded, quietShown }).map(lane => {
                const mine = (id?: {
                  event: { lanes: number[] };
                  id: string;
                }) =>
                  id?.event.lanes.includes(lane.index) ? id.id : undefined;
                return (
                  <LaneRow
                    key={lane.lane.entityRef}
                    layout={layouts.get(lane.index)!}
                    scale={scale}
                    now={now}
                    gaps={gaps.get(lane.index)!}
                    titles={titles}
                    headerWidth={headerWidth}
                    hovered={mine(hoveredEvent)}
                    selected={mine(selectedEvent)}
                    tabStop={selectedDrawn ? mine(selectedEvent) : undefined}
                    onHover={onHover}
                    onPick={onPick}
                    onEdge={onEdge}
                  />
                );
              })}
            </div>
          ))}
          {drag.span && <Brush span={drag.span} offset={headerWidth} />}
        </div>
        {leftOut > 0 && (
          <div className={strip.strip}>
            {t('timeline.leftOut', {
              count: leftOut,
              lanes: String(model.lanes.length),
            })}
          </div>
        )}
        {withheld > 0 && (
          <div className={strip.strip}>
            <Icon name="withheld" size={12} />
            {t('timeline.withheld', { count: withheld })}
          </div>
        )}
        <Readout
          event={readEvent}
          lane={readLane?.lane}
          titles={titles}
          now={now}
          onKeys={props.onKeys}
        />
        <Legend events={model.events} />
      </div>
    </Panel>
  );
}

function laneOf(
  model: TimelineModel,
  lanes: readonly LaneModel[],
  indexes: readonly number[],
): LaneModel | undefined {
  return (
    lanes.find(lane => indexes.includes(lane.index)) ?? model.lanes[indexes[0]]
  );
}
