import { memo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { TimeScale } from '../../model/TimeScale';
import type { TimeTick } from '../../model/timeTicks';

const useStyles = makeStyles({
  root: {
    position: 'absolute',
    top: 0,
    right: 0,
    height: '100%',
    zIndex: 1,
    pointerEvents: 'none',
    overflow: 'hidden',
  },
  tick: { stroke: 'var(--line)' },
  tint: { fill: 'var(--tint)' },
  onset: {
    stroke: 'var(--bad)',
    strokeWidth: 1.5,
    strokeDasharray: '4 3',
  },
  now: { stroke: 'var(--tx)', strokeWidth: 1.5 },
  guide: { stroke: 'var(--selln)' },
});

/** What runs through all lanes, behind their marks: the grid, the time after the onset, now, and the chosen moment. */
export const Backdrop = memo(function BackdropInner(props: {
  scale: TimeScale;
  ticks: readonly TimeTick[];
  now: number;
  /** When it began to be ill, and until when. */
  ill?: { from: number; to: number };
  guide?: number;
}) {
  const { scale, ticks, now, ill, guide } = props;
  const classes = useStyles();
  const line = (at: number, className: string, key?: number) => (
    <line
      key={key}
      className={className}
      x1={scale.x(at)}
      x2={scale.x(at)}
      y1={0}
      y2="100%"
    />
  );
  return (
    <svg className={classes.root} width={scale.width} aria-hidden>
      {ticks.map(tick => line(tick.at, classes.tick, tick.at))}
      {ill && (
        <>
          <rect
            className={classes.tint}
            x={scale.x(ill.from)}
            width={Math.max(0, scale.x(ill.to) - scale.x(ill.from))}
            y={0}
            height="100%"
          />
          {line(ill.from, classes.onset)}
        </>
      )}
      {line(now, classes.now)}
      {guide !== undefined && line(guide, classes.guide)}
    </svg>
  );
});
