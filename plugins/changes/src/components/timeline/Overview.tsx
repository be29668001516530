import { useMemo, useRef, type PointerEvent } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { histogram } from '../../model/histogram';
import { isGrave } from '../../model/issueBars';
import {
  clampRange,
  overlaps,
  sameRange,
  spanOf,
  type TimeRange,
} from '../../model/TimeRange';
import { TimeScale } from '../../model/TimeScale';
import { timeTicks } from '../../model/timeTicks';
import { endAt, type TimelineModel } from '../../model/timelineModel';
import { changesTranslationRef } from '../../translation';
import { useTimeFormat } from '../kit';
import { useBrushDrag } from './useBrushDrag';

const SIDE_PX = 12;
const HEIGHT_PX = 58;
const AXIS_PX = 20;
const FOOT_PX = HEIGHT_PX - 12;
const BAR_MOST_PX = HEIGHT_PX - 24;
const HANDLE_PX = 8;

const useStyles = makeStyles({
  root: {
    display: 'block',
    borderBottom: '1px solid var(--line)',
    cursor: 'crosshair',
    touchAction: 'none',
    userSelect: 'none',
    '& text': { fontSize: 11, fill: 'var(--tx2)', pointerEvents: 'none' },
  },
  day: { '&&': { fill: 'var(--tx)', fontWeight: 700 } },
  bars: { fill: 'var(--k-ext)', opacity: 0.85 },
  tint: { fill: 'var(--tint)' },
  foot: { stroke: 'var(--line2)' },
  bad: { fill: 'var(--bad)' },
  warn: { fill: 'var(--warn-fill)' },
  shade: { fill: 'var(--paper)', opacity: 0.6, pointerEvents: 'none' },
  window: {
    fill: 'transparent',
    stroke: 'var(--selln)',
    strokeWidth: 2,
    cursor: 'grab',
  },
  handle: {
    fill: 'var(--paper)',
    stroke: 'var(--selln)',
    strokeWidth: 1.6,
    cursor: 'ew-resize',
  },
});

/** Changes of all lanes over the whole range. Dragging zooms; the window that is in view can be moved and stretched. */
export function Overview(props: {
  model: TimelineModel;
  width: number;
  full: TimeRange;
  view: TimeRange;
  now: number;
  ill?: TimeRange;
  onView: (view: TimeRange) => void;
  onDrag: (dragging: 'begun' | 'over') => void;
}) {
  const { model, width, full, view, now, ill, onView, onDrag } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const ref = useRef<SVGSVGElement>(null);
  const scale = useMemo(
    () => TimeScale.create({ range: full, width: width - 2 * SIDE_PX }),
    [full, width],
  );
  const x = (at: number) => SIDE_PX + scale.x(at);
  const bars = useMemo(() => histogram(model), [model]);
  const most = Math.max(1, ...bars.map(bar => bar.count));
  const ticks = timeTicks({
    range: full,
    width: scale.width,
    zone: time.zone,
    spacing: 88,
  });
  const { preview, begin } = useBrushDrag({
    timeAt: clientX =>
      scale.time(
        clientX - (ref.current?.getBoundingClientRect().left ?? 0) - SIDE_PX,
      ),
    full,
    onDrag,
    onView: next => onView(clampRange(next, full)),
    leastMs: 4 * scale.msPerPixel,
  });
  const shown = preview ?? view;
  const zoomed = !sameRange(shown, full);
  const left = x(shown.from);
  const right = x(shown.to);
  const grab =
    (part: 'new' | 'move' | 'from' | 'to') => (event: PointerEvent) =>
      begin(event, part, view);
  const spanText = t('changesTab.span', {
    from: time.short(shown.from, now),
    to: time.short(Math.min(shown.to, Math.max(now, shown.from)), now),
  });

  return (
    <svg
      ref={ref}
      className={classes.root}
      width={width}
      height={HEIGHT_PX + AXIS_PX}
      role="img"
      aria-label={t('timeline.overviewName', {
        number: String(bars.reduce((sum, bar) => sum + bar.count, 0)),
      })}
      data-testid="timeline-overview"
      onPointerDown={grab('new')}
    >
      {ill && (
        <rect
          className={classes.tint}
          x={x(Math.max(ill.from, full.from))}
          y={6}
          width={Math.max(0, x(ill.to) - x(Math.max(ill.from, full.from)))}
          height={HEIGHT_PX - 6}
        />
      )}
      <path
        className={classes.bars}
        d={bars
          .filter(bar => bar.count > 0 && x(bar.to) > SIDE_PX + 2)
          .map(bar => {
            const from = x(Math.max(bar.from, full.from));
            const height = Math.max(2, (bar.count / most) * BAR_MOST_PX);
            const barWidth = Math.max(1, x(bar.to) - from - 1.5);
            return `M${from} ${FOOT_PX}v${-height}h${barWidth}v${height}z`;
          })
          .join('')}
      />
      <line
        className={classes.foot}
        x1={SIDE_PX}
        x2={width - SIDE_PX}
        y1={FOOT_PX + 0.5}
        y2={FOOT_PX + 0.5}
      />
      {model.lanes[0]?.issues
        .filter(issue => overlaps(full, issue.start, endAt(issue, now)))
        .map(issue => {
          const from = x(Math.max(issue.start, full.from));
          return (
            <rect
              key={issue.id}
              className={isGrave(issue) ? classes.bad : classes.warn}
              x={from}
              y={FOOT_PX + 3}
              width={Math.max(3, x(endAt(issue, now)) - from)}
              height={6}
              rx={1}
            />
          );
        })}
      {ticks.map(tick => (
        <g key={tick.at}>
          <line
            className={classes.foot}
            x1={x(tick.at)}
            x2={x(tick.at)}
            y1={FOOT_PX + 1}
            y2={HEIGHT_PX}
          />
          <text
            x={x(tick.at)}
            y={HEIGHT_PX + 13}
            textAnchor={anchorAt(x(tick.at), width)}
            className={tick.day ? classes.day : undefined}
          >
            {time.pattern(tick.at, tick.day ? 'ccc d LLL' : 'HH:mm')}
          </text>
        </g>
      ))}
      {zoomed && (
        <>
          <rect
            className={classes.shade}
            x={SIDE_PX}
            y={2}
            width={Math.max(0, left - SIDE_PX)}
            height={HEIGHT_PX - 1}
          />
          <rect
            className={classes.shade}
            x={right}
            y={2}
            width={Math.max(0, width - SIDE_PX - right)}
            height={HEIGHT_PX - 1}
          />
          <rect
            className={classes.window}
            x={left}
            y={2}
            width={Math.max(2, right - left)}
            height={HEIGHT_PX - 1}
            rx={2}
            onPointerDown={grab('move')}
          />
          {(['from', 'to'] as const).map(end => (
            <rect
              key={end}
              className={classes.handle}
              x={(end === 'from' ? left : right) - HANDLE_PX / 2}
              y={HEIGHT_PX / 2 - 10}
              width={HANDLE_PX}
              height={18}
              rx={2}
              onPointerDown={grab(end)}
            />
          ))}
          <text
            className={classes.day}
            x={left > width / 2 ? left - 9 : right + 9}
            y={14}
            textAnchor={left > width / 2 ? 'end' : 'start'}
          >
            {spanOf(shown) > 0 && spanText}
          </text>
        </>
      )}
    </svg>
  );
}

function anchorAt(x: number, width: number): 'start' | 'middle' | 'end' {
  if (x < 24) return 'start';
  return x > width - 24 ? 'end' : 'middle';
}
