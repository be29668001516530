import { makeStyles } from '@material-ui/core/styles';
import type { PixelSpan } from './useSpanDrag';

const useStyles = makeStyles({
  root: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    zIndex: 3,
    pointerEvents: 'none',
    background: 'var(--selln)',
    opacity: 0.2,
  },
});

/** The span that is being dragged out. */
export function Brush(props: { span: PixelSpan; offset: number }) {
  const classes = useStyles();
  return (
    <div
      className={classes.root}
      style={{
        left: props.offset + props.span.from,
        width: props.span.to - props.span.from,
      }}
    />
  );
}
