import { memo, useMemo, type MouseEvent } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  STRIP_HEIGHT_PX,
  type AutoscaleStrip,
} from '../../model/autoscaleStrip';
import type { CoverageGap } from '../../model/coverageGaps';
import { hitTest, type Hit } from '../../model/hitTest';
import type { LaneItem, LaneLayout } from '../../model/laneLayout';
import type { Slice } from '../../model/slices';
import type { TimedEvent } from '../../model/timelineModel';
import type { TimeScale } from '../../model/TimeScale';
import { changesTranslationRef } from '../../translation';
import { coverageName, patternFill, useTimeFormat } from '../kit';
import { CountsCanvas } from './CountsCanvas';
import { EDGE_BUTTON_HEIGHT_PX, EdgeButton } from './EdgeButton';
import { IssueShape } from './IssueShape';
import { MarkFrame } from './MarkFrame';
import { MarkShape } from './MarkShape';
import { PillShape } from './PillShape';
import { StripShape } from './StripShape';

const useStyles = makeStyles({
  root: { position: 'relative', zIndex: 2, minWidth: 0, overflow: 'hidden' },
  svg: {
    display: 'block',
    position: 'relative',
    // Dragging zooms.
    userSelect: 'none',
    '& text': { fontSize: 11, fill: 'var(--tx2)' },
  },
  label: {
    pointerEvents: 'none',
    paintOrder: 'stroke',
    stroke: 'var(--paper)',
    strokeWidth: 3,
  },
  selectedLane: { '& $label': { stroke: 'var(--sel)' } },
  strong: { '&&': { fill: 'var(--tx)' } },
  first: { '&&': { fontWeight: 700 } },
});

/** What a person pointed at in a lane. */
export type Pick = Hit | { type: 'slice'; slice: Slice };

export interface LanePlotProps {
  layout: LaneLayout;
  scale: TimeScale;
  now: number;
  gaps: readonly CoverageGap[];
  /** Ids of events of this lane. */
  hovered?: string;
  selected?: string;
  /** The event whose mark Tab leads to. */
  tabStop?: string;
  onHover: (id: string | undefined) => void;
  onPick: (pick: Pick, layout: LaneLayout) => void;
  onEdge: (side: 'before' | 'after', layout: LaneLayout) => void;
}

/** A lane's marks, bars, labels and counts. */
export const LanePlot = memo(function LanePlotInner(props: LanePlotProps) {
  const { layout, scale, now, gaps, hovered, selected, tabStop } = props;
  const { onHover, onPick, onEdge } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const { title } = layout.lane.lane;

  const hitAt = (event: MouseEvent<SVGSVGElement>): Pick | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    const point = {
      x: event.clientX - box.left,
      y: event.clientY - box.top,
    };
    const hit = hitTest(layout, point) ?? hitOf(event.target, layout);
    if (hit) return hit;
    const at = scale.time(point.x);
    const slice = layout.slices?.find(s => at >= s.from && at < s.to);
    return slice && { type: 'slice', slice };
  };

  const state = (ids: { id: string }[]) => {
    if (ids.some(({ id }) => id === selected)) return 'selected' as const;
    return ids.some(({ id }) => id === hovered)
      ? ('hovered' as const)
      : ('plain' as const);
  };
  const stop = (ids: { id: string }[]) =>
    ids.some(({ id }) => id === tabStop) ? ('yes' as const) : ('no' as const);

  const names = useMemo(() => {
    const moment = (at: number) => time.exact(at, now);
    const mark = (event: TimedEvent) =>
      t('timeline.markName', {
        title: event.event.title,
        moment: moment(event.start),
      });
    return {
      item: (item: LaneItem) =>
        item.type === 'pill'
          ? t('timeline.pillName', {
              service: title,
              number: String(item.events.length),
              from: moment(item.events[0].start),
              to: moment(item.events[item.events.length - 1].start),
            })
          : mark(item.event),
      mark,
      issue: (event: { event: { title: string }; start: number }) =>
        t('timeline.issueName', {
          service: title,
          title: event.event.title,
          moment: moment(event.start),
        }),
    };
    // Names need the present only to leave out today's date.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [t, time, title]);

  const stripWords = ({ told }: AutoscaleStrip) => {
    if (!told) return undefined;
    const { from, to, max } = told;
    return t(to === max ? 'timeline.autoscaledToMax' : 'timeline.autoscaled', {
      from: String(from),
      to: String(to),
    });
  };

  const inView = layout.slices?.reduce((sum, slice) => sum + slice.count, 0);
  return (
    <div className={classes.root} style={{ height: layout.height }}>
      {layout.slices && (
        <CountsCanvas
          slices={layout.slices}
          scale={scale}
          height={layout.height}
          name={t('timeline.countsName', {
            service: title,
            number: String(inView),
          })}
        />
      )}
      <svg
        className={
          selected ? `${classes.svg} ${classes.selectedLane}` : classes.svg
        }
        width={scale.width}
        height={layout.height}
        role="group"
        aria-label={title}
        onMouseMove={event => {
          const hit = hitAt(event);
          onHover(hit && idOf(hit));
          event.currentTarget.style.cursor = hit ? 'pointer' : '';
        }}
        onMouseLeave={() => onHover(undefined)}
        onClick={event => {
          const hit = hitAt(event);
          if (hit) onPick(hit, layout);
        }}
      >
        {gaps.map(gap => (
          <rect
            key={gap.from}
            x={Math.max(0, scale.x(gap.from))}
            y={0}
            width={Math.max(
              0,
              Math.min(scale.width, scale.x(gap.to)) -
                Math.max(0, scale.x(gap.from)),
            )}
            height={layout.height}
            style={{ fill: patternFill('unknown') }}
          >
            <title>
              {t('timeline.silent', {
                source: coverageName(gap, layout.lane.coverage),
              })}
            </title>
          </rect>
        ))}
        {layout.strip && (
          <>
            <StripShape
              strip={layout.strip}
              end={Math.min(scale.width, scale.x(now))}
              words={
                layout.lane.lane.degree === 0
                  ? stripWords(layout.strip)
                  : undefined
              }
            />
            {layout.strip.runs.map(({ event, x, width }) => (
              <MarkFrame
                key={event.id}
                ids={[event.id]}
                name={names.mark(event)}
                state={state([event])}
                tabStop={stop([event])}
                ring={{
                  x: x - 3,
                  y: layout.strip!.y - 2,
                  width: width + 6,
                  height: STRIP_HEIGHT_PX + 4,
                  rx: 4,
                }}
              >
                <rect
                  x={x}
                  y={layout.strip!.y}
                  width={width}
                  height={STRIP_HEIGHT_PX}
                  fill="transparent"
                />
              </MarkFrame>
            ))}
          </>
        )}
        {layout.bars.map(bar => (
          <IssueShape
            key={bar.event.id}
            bar={bar}
            name={names.issue(bar.event)}
            state={state([bar.event])}
            tabStop={stop([bar.event])}
          />
        ))}
        {layout.items.map(item =>
          item.type === 'pill' ? (
            <PillShape
              key={item.events[0].id}
              pill={item}
              y={layout.markY}
              name={names.item(item)}
              state={state(item.events)}
              tabStop={stop(item.events)}
            />
          ) : (
            <MarkShape
              key={item.event.id}
              mark={item}
              y={layout.markY}
              name={names.item(item)}
              state={state(item.events)}
              tabStop={stop(item.events)}
            />
          ),
        )}
        {layout.labels.map(label => (
          <text
            key={label.id}
            x={label.x}
            y={layout.markY + 19}
            className={[
              classes.label,
              label.priority < 10 || label.id === selected
                ? classes.strong
                : '',
              label.priority === 1 ? classes.first : '',
            ].join(' ')}
          >
            {label.text}
          </text>
        ))}
      </svg>
      {(['before', 'after'] as const).map(
        side =>
          layout[side] > 0 && (
            <EdgeButton
              key={side}
              side={side}
              count={layout[side]}
              top={edgeTop(layout, side, scale.width)}
              service={title}
              onClick={() => onEdge(side, layout)}
            />
          ),
      )}
    </div>
  );
});

/** Room that an edge button takes. */
const EDGE_ROOM_PX = 44;

/** Beside the marks; where one stands at the edge itself, above it. */
function edgeTop(
  layout: LaneLayout,
  side: 'before' | 'after',
  width: number,
): number {
  const isTaken = layout.items.some(item =>
    side === 'before'
      ? item.x < EDGE_ROOM_PX
      : item.x + item.width > width - EDGE_ROOM_PX,
  );
  return isTaken ? 0 : layout.markY - EDGE_BUTTON_HEIGHT_PX / 2;
}

function idOf(pick: Pick): string | undefined {
  if (pick.type === 'bar') return pick.bar.event.id;
  if (pick.type === 'run') return pick.run.event.id;
  if (pick.type === 'slice') return undefined;
  return pick.item.type === 'mark'
    ? pick.item.event.id
    : pick.item.events[0].id;
}

/** The mark whose element was pressed: by a screen reader, say, which knows no position. */
function hitOf(target: EventTarget, layout: LaneLayout): Hit | undefined {
  const mark = (target as Element).closest?.('[data-mark]');
  const id = mark?.getAttribute('data-mark')?.split(' ')[0];
  if (!id) return undefined;
  const bar = layout.bars.find(candidate => candidate.event.id === id);
  if (bar) return { type: 'bar', bar };
  const run = layout.strip?.runs.find(candidate => candidate.event.id === id);
  if (run) return { type: 'run', run };
  const item = layout.items.find(({ events }) => events[0]?.id === id);
  return item && { type: 'item', item };
}
