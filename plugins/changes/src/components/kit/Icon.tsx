import { makeStyles } from '@material-ui/core/styles';
import { SHAPES, ShapeName, shapeViewBox } from './shapes';

const useStyles = makeStyles({
  icon: { flex: 'none', display: 'inline-block', verticalAlign: '-.18em' },
});

/** A shape in the current colour. Without a label it is decoration, hidden from screen readers. */
export function Icon(props: {
  name: ShapeName;
  /** Edge in px. */
  size?: number;
  color?: string;
  label?: string;
  className?: string;
}) {
  const { name, size = 16, color, label, className = '' } = props;
  const classes = useStyles();
  return (
    <svg
      className={`${classes.icon} ${className}`}
      width={size}
      height={size}
      viewBox={shapeViewBox(name)}
      style={color ? { color } : undefined}
      {...(label
        ? { role: 'img', 'aria-label': label }
        : { 'aria-hidden': true })}
    >
      {SHAPES[name]}
    </svg>
  );
}
