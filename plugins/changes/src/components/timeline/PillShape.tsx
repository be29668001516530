import { memo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { Pill } from '../../model/laneLayout';
import { kindMark } from '../kit';
import { MarkFrame, type MarkState } from './MarkFrame';

const useStyles = makeStyles({
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
  state: MarkState;
  tabStop: 'yes' | 'no';
}) {
  const { pill, y, name, state, tabStop } = props;
  const classes = useStyles();
  const { x, width, events } = pill;
  const { color } = kindMark(events[0].event);
  return (
    <MarkFrame
      ids={events.map(event => event.id)}
      name={name}
      state={state}
      tabStop={tabStop}
      pressable="no"
      color={color}
      ring={{ x: x - 3, y: y - 12, width: width + 6, height: 22, rx: 5 }}
    >
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
    </MarkFrame>
  );
});
