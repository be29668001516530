import { memo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { IssueBar } from '../../model/issueBars';
import { kindMark, patternFill, symbolHref } from '../kit';
import { MarkFrame, type MarkState } from './MarkFrame';

const useStyles = makeStyles({
  text: {
    '&&': {
      fill: 'var(--tx)',
      paintOrder: 'stroke',
      stroke: 'var(--paper)',
      strokeWidth: 4,
    },
  },
});

/** An alert (solid) or a health issue (hatched), from its begin to its end or to now. */
export const IssueShape = memo(function IssueShapeInner(props: {
  bar: IssueBar;
  name: string;
  state: MarkState;
  tabStop: 'yes' | 'no';
}) {
  const { bar, name, state, tabStop } = props;
  const classes = useStyles();
  const { event } = bar.event;
  const { shape } = kindMark(event);
  const left = Math.max(bar.x, -6);
  const width = bar.x + bar.width - left;
  const edge = bar.grave ? 'var(--bad)' : 'var(--warn)';
  const solid = bar.grave ? 'var(--bad)' : 'var(--warn-fill)';
  const words = bar.hidden > 0 ? `${event.title} +${bar.hidden}` : event.title;
  return (
    <MarkFrame
      ids={[event.id]}
      name={name}
      state={state}
      tabStop={tabStop}
      ring={{
        x: left - 2,
        y: bar.y - 2,
        width: width + 4,
        height: bar.height + 4,
        rx: 3,
      }}
      ringOnTop="yes"
    >
      <rect
        x={left}
        y={bar.y}
        width={width}
        height={bar.height}
        rx={2}
        style={{
          fill:
            event.type === 'alert'
              ? solid
              : patternFill(bar.grave ? 'bad' : 'warn'),
          stroke: edge,
        }}
      />
      {bar.icon && (
        <use
          href={symbolHref(shape)}
          style={{ color: edge }}
          x={bar.x - 17}
          y={bar.y}
          width={12}
          height={12}
        />
      )}
      {bar.label && (
        <text
          className={classes.text}
          x={bar.label === 'left' ? bar.x - 21 : 6}
          y={bar.y + 10}
          textAnchor={bar.label === 'left' ? 'end' : 'start'}
        >
          {words}
        </text>
      )}
    </MarkFrame>
  );
});
