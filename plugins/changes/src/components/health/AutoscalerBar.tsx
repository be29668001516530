import type { WorkloadSummary } from '@ripplehq/backstage-plugin-changes-common';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Chip, Icon } from '../kit';

const WIDTH_PX = 108;
const INSET_PX = 6;

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '0 8px',
    alignItems: 'center',
  },
  text: { fontSize: 11, fill: 'var(--tx2)' },
  current: { fontSize: 11, fill: 'var(--tx)', fontWeight: 700 },
});

/** Where an autoscaler stands between its bounds. */
export function AutoscalerBar(props: {
  autoscaler: NonNullable<WorkloadSummary['autoscaler']>;
  seen: 'now' | 'before';
}) {
  const { min, max, current } = props.autoscaler;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const isAtMax = current >= max && max > min;
  const share = max > min ? (current - min) / (max - min) : 1;
  const x =
    INSET_PX + Math.min(1, Math.max(0, share)) * (WIDTH_PX - 2 * INSET_PX);
  const color = () => {
    if (props.seen === 'before') return 'var(--unk)';
    return isAtMax ? 'var(--warn)' : 'var(--k-cap)';
  };
  const line = {
    y1: 8,
    y2: 8,
    strokeWidth: 4,
    strokeLinecap: 'round',
  } as const;
  return (
    <div className={classes.root}>
      <svg
        width={WIDTH_PX}
        height={27}
        role="img"
        aria-label={t('health.workloads.autoscalerLabel', {
          min: String(min),
          current: String(current),
          max: String(max),
        })}
      >
        <line
          {...line}
          x1={INSET_PX}
          x2={WIDTH_PX - INSET_PX}
          style={{ stroke: 'var(--line2)' }}
        />
        <line {...line} x1={INSET_PX} x2={x} style={{ stroke: color() }} />
        <circle
          cx={x}
          cy={8}
          r={5.5}
          strokeWidth={2.4}
          style={{ fill: 'var(--paper)', stroke: color() }}
        />
        <text x={3} y={25} className={classes.text}>
          {min}
        </text>
        <text x={WIDTH_PX - 3} y={25} textAnchor="end" className={classes.text}>
          {max}
        </text>
        {current > min && current < max && (
          <text x={x} y={25} textAnchor="middle" className={classes.current}>
            {current}
          </text>
        )}
      </svg>
      {isAtMax && props.seen === 'now' && (
        <Chip tone="warn">
          <Icon name="degraded" size={12} />
          {t('health.workloads.atMax')}
        </Chip>
      )}
    </div>
  );
}
