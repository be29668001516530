import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  root: {
    cursor: 'pointer',
    '&:focus': { outline: 'none' },
  },
  hovered: { fill: 'none', stroke: 'var(--focus)', strokeWidth: 2 },
  selected: { fill: 'none', stroke: 'var(--selln)', strokeWidth: 2 },
});

/** How a mark stands to the reader's pointer and choice. */
export type MarkState = 'plain' | 'hovered' | 'selected';

/** What every mark of a lane is: a button with a name, and a ring while it is pointed at or chosen. */
export function MarkFrame(props: {
  /** Of the events that it stands for. */
  ids: readonly string[];
  name: string;
  state: MarkState;
  tabStop: 'yes' | 'no';
  /** Several events have no state of their own. */
  pressable?: 'no';
  color?: string;
  ring: { x: number; y: number; width: number; height: number; rx: number };
  /** The ring lies over what is drawn instead of behind it. */
  ringOnTop?: 'yes';
  children: ReactNode;
}) {
  const { ids, name, state, tabStop, color, ringOnTop, children } = props;
  const classes = useStyles();
  const ring = state !== 'plain' && (
    <rect className={classes[state]} {...props.ring} />
  );
  return (
    <g
      className={classes.root}
      style={{ color }}
      role="button"
      tabIndex={tabStop === 'yes' ? 0 : -1}
      aria-label={name}
      aria-pressed={props.pressable === 'no' ? undefined : state === 'selected'}
      data-mark={ids.join(' ')}
    >
      {!ringOnTop && ring}
      {children}
      {ringOnTop && ring}
    </g>
  );
}
