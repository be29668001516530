import { useLayoutEffect, useRef } from 'react';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { Slice } from '../../model/slices';
import type { TimeScale } from '../../model/TimeScale';

const BAR_LEAST_PX = 4;
const BAR_MOST_PX = 20;
const BAR_GAP_PX = 2;

const useStyles = makeStyles({
  root: {
    position: 'absolute',
    inset: 0,
    color: 'var(--k-ext)',
    borderColor: 'var(--tx2)',
    pointerEvents: 'none',
  },
});

/** Counts per slice of time with their numbers below: thousands of events without a node for each. */
export function CountsCanvas(props: {
  slices: readonly Slice[];
  scale: TimeScale;
  height: number;
  name: string;
}) {
  const { slices, scale, height, name } = props;
  const classes = useStyles();
  const theme = useTheme();
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(scale.width * ratio);
    canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const style = getComputedStyle(canvas);
    const most = Math.max(4, ...slices.map(slice => slice.count));
    const foot = height - 18;
    context.font = `10px ${style.fontFamily}`;
    context.textAlign = 'center';
    for (const { from, to, count } of slices) {
      const x = scale.x(from) + BAR_GAP_PX / 2;
      const width = Math.max(2, scale.x(to) - scale.x(from) - BAR_GAP_PX);
      const bar = BAR_LEAST_PX + (count / most) * (BAR_MOST_PX - BAR_LEAST_PX);
      context.globalAlpha = 0.6;
      context.fillStyle = style.color;
      context.fillRect(x, foot - bar, width, bar);
      context.globalAlpha = 1;
      context.fillStyle = style.borderTopColor;
      context.fillText(String(count), x + width / 2, foot + 12);
    }
    // The theme is a dependency because the colours are read from CSS variables.
  }, [slices, scale, height, theme]);
  return (
    <canvas
      ref={ref}
      className={classes.root}
      role="img"
      aria-label={name}
      style={{ width: scale.width, height }}
    />
  );
}
