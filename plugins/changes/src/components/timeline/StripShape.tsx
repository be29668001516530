import { memo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { AutoscaleStrip } from '../../model/autoscaleStrip';

const useStyles = makeStyles({
  max: {
    stroke: 'var(--k-cap)',
    strokeDasharray: '2 3',
    opacity: 0.8,
  },
  area: { fill: 'var(--k-cap)', opacity: 0.14 },
  line: { fill: 'none', stroke: 'var(--k-cap)', strokeWidth: 1.6 },
  words: {
    '&&': { fill: 'var(--k-cap)' },
    paintOrder: 'stroke',
    stroke: 'var(--paper)',
    strokeWidth: 3,
  },
});

/** What autoscalers asked for, as a step line at the foot of a lane; dotted: their maximum. */
export const StripShape = memo(function StripShapeInner(props: {
  strip: AutoscaleStrip & { y: number };
  /** Where the present is, or the view ends. */
  end: number;
  words?: string;
}) {
  const { strip, end, words } = props;
  const classes = useStyles();
  return (
    <g transform={`translate(0 ${strip.y})`}>
      {strip.hasMax && (
        <line className={classes.max} x1={0} x2={end} y1={0} y2={0} />
      )}
      {strip.lines.map(({ key, path, area }) => (
        <g key={key}>
          <path className={classes.area} d={area} />
          <path className={classes.line} d={path} />
        </g>
      ))}
      {words && (
        <text x={4} y={-3} className={classes.words}>
          {words}
        </text>
      )}
    </g>
  );
});
