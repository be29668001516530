import { memo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { Mark } from '../../model/laneLayout';
import { kindMark, symbolHref } from '../kit';
import { MarkFrame, type MarkState } from './MarkFrame';

const RANK_RADIUS_PX = 8;
const RANK_DISTANCE_PX = 13;

const useStyles = makeStyles({
  hollow: { fill: 'var(--paper)', stroke: 'currentColor', strokeWidth: 1.6 },
  dashed: {
    fill: 'none',
    stroke: 'currentColor',
    strokeWidth: 1.5,
    strokeDasharray: '3 2',
  },
  cross: { stroke: 'var(--bad)', strokeWidth: 2.2 },
  between: { fill: 'none', stroke: 'currentColor', strokeWidth: 1.2 },
  rank: { fill: 'var(--tx)', stroke: 'var(--paper)', strokeWidth: 1.5 },
  rankText: { '&&': { fill: 'var(--paper)', fontWeight: 700 } },
  more: { '&&': { fontWeight: 700 } },
});

/** An event, drawn by its kind and how it ended. */
export const MarkShape = memo(function MarkShapeInner(props: {
  mark: Mark;
  y: number;
  name: string;
  state: MarkState;
  tabStop: 'yes' | 'no';
}) {
  const { mark, y, name, state, tabStop } = props;
  const classes = useStyles();
  const { shape, color } = kindMark(mark.event.event);
  const left = Math.max(mark.x, -10);
  const width = Math.max(4, mark.x + mark.width - left);
  return (
    <MarkFrame
      ids={mark.events.map(event => event.id)}
      name={name}
      state={state}
      tabStop={tabStop}
      color={color}
      ring={{ x: left - 4, y: y - 11, width: width + 8, height: 22, rx: 5 }}
    >
      {mark.between && (
        <path
          className={classes.between}
          d={`M${mark.between.x} ${y - 7}v-3h${mark.between.width}v3`}
        />
      )}
      {mark.thin > 0 && (
        <rect
          x={mark.x + mark.width}
          y={y - 3}
          width={mark.thin}
          height={6}
          rx={1}
          fill="currentColor"
          opacity={0.45}
        />
      )}
      {mark.shape === 'block' ? (
        <Block
          status={mark.event.event.status}
          left={left}
          width={width}
          y={y}
        />
      ) : (
        <use
          href={symbolHref(shape)}
          x={mark.x}
          y={y - 7}
          width={14}
          height={14}
        />
      )}
      {mark.rank !== undefined && (
        <>
          <circle
            className={classes.rank}
            cx={left - RANK_DISTANCE_PX}
            cy={y}
            r={RANK_RADIUS_PX}
          />
          <text
            className={classes.rankText}
            x={left - RANK_DISTANCE_PX}
            y={y + 3.8}
            textAnchor="middle"
          >
            {mark.rank}
          </text>
        </>
      )}
      {mark.more > 0 && (
        <text
          className={classes.more}
          x={left - (mark.rank === undefined ? 4 : 24)}
          y={y + 4}
          textAnchor="end"
        >
          {`+${mark.more}`}
        </text>
      )}
    </MarkFrame>
  );
});

function Block(props: {
  status: string;
  left: number;
  width: number;
  y: number;
}) {
  const { status, left, width, y } = props;
  const classes = useStyles();
  switch (status) {
    case 'failed':
      return (
        <>
          <rect
            className={classes.hollow}
            x={left}
            y={y - 6}
            width={Math.max(width - 2, 8)}
            height={12}
            rx={3}
          />
          <path
            className={classes.cross}
            d={`M${left + width} ${y - 6}l8 12m0-12l-8 12`}
          />
        </>
      );
    case 'in-progress': {
      const solid = Math.max(6, width * 0.58);
      return (
        <>
          <path
            fill="currentColor"
            d={`M${left + 3} ${y - 6}h${solid - 3}v12h${
              3 - solid
            }a3 3 0 0 1-3-3v-6a3 3 0 0 1 3-3z`}
          />
          <path
            className={classes.dashed}
            d={`M${left + solid} ${y - 6}H${left + width}M${left + solid} ${
              y + 6
            }H${left + width}`}
          />
        </>
      );
    }
    case 'superseded':
      return (
        <path
          className={classes.hollow}
          d={`M${left + 3} ${y - 6}h${width - 3}v12h${
            3 - width
          }a3 3 0 0 1-3-3v-6a3 3 0 0 1 3-3z`}
        />
      );
    default:
      return (
        <rect
          x={left}
          y={y - 6}
          width={width}
          height={12}
          rx={3}
          fill="currentColor"
        />
      );
  }
}
