import { memo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { Pill } from '../../model/laneLayout';
import { kindMark } from '../kit';

const useStyles = makeStyles({
  pill: {
    cursor: 'pointer',
    '&:focus': { outline: 'none' },
  },
  ring: { fill: 'none', stroke: 'var(--focus)', strokeWidth: 2 },
  chosen: { fill: 'none', stroke: 'var(--selln)', strokeWidth: 2 },
  behind: { fill: 'var(--paper)', stroke: 'currentColor' },
  front: { fill: 'var(--paper)', stroke: 'currentColor', strokeWidth: 1.4 },
  count: { '&&': { fill: 'var(--tx)', fontWeight: 700 } },
  cross: { stroke: 'var(--bad)', strokeWidth: 2.2 },
});

const COUNT_MAX = 99;

/** Several events close together; a red × beside it when one of them failed. */
export const PillShape = memo(function PillShapeInner(props: {
  pill: Pill;
  y: number;
  name: string;
  state: 'plain' | 'hovered' | 'selected';
  tabStop: 'yes' | 'no';
}) {
  const { pill, y, name, state, tabStop } = props;
  const classes = useStyles();
  const { x, width, events } = pill;
  const { color } = kindMark(events[0].event);
  return (
    <g
      className={classes.pill}
      style={{ color }}
      role="button"
      tabIndex={tabStop === 'yes' ? 0 : -1}
      aria-label={name}
      data-mark={events.map(event => event.id).join(' ')}
    >
      {state !== 'plain' && (
        <rect
          className={state === 'selected' ? classes.chosen : classes.ring}
          x={x - 3}
          y={y - 12}
          width={width + 6}
          height={22}
          rx={5}
        />
      )}
      <rect
        className={classes.behind}
        x={x + 2}
        y={y - 9}
        width={width - 2}
        height={14}
        rx={3}
      />
      <rect
        className={classes.front}
        x={x}
        y={y - 7}
        width={width}
        height={14}
        rx={3}
      />
      <text
        className={classes.count}
        x={x + width / 2}
        y={y + 4}
        textAnchor="middle"
      >
        {`×${Math.min(events.length, COUNT_MAX)}`}
      </text>
      {pill.failed && (
        <path
          className={classes.cross}
          d={`M${x + width + 2} ${y - 4}l7 9m0-9l-7 9`}
        />
      )}
    </g>
  );
});
