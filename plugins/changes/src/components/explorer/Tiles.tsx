import type {
  HealthStatus,
  Services,
} from '@ripplehq/backstage-plugin-changes-common';
import { HEALTH_STATUSES } from '@ripplehq/backstage-plugin-changes-common';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { STATUS_COLOR, Skeleton, StatusIcon } from '../kit';

const useStyles = makeStyles({
  tiles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(4, minmax(0, 1fr)) 1.5fr',
    gap: 12,
    '@media (max-width: 1000px)': {
      gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
    },
    '@media (max-width: 640px)': {
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    },
  },
  tile: {
    display: 'grid',
    gridTemplateColumns: '30px 1fr',
    gap: '0 12px',
    alignItems: 'center',
    padding: '10px 14px',
    border: '1px solid var(--line)',
    borderRadius: 4,
    background: 'var(--paper)',
    boxShadow: 'var(--shadow)',
    color: 'var(--tx)',
    font: 'inherit',
    textAlign: 'left',
    '& b': { fontSize: 24, lineHeight: 1.15 },
    '& span': { display: 'block', color: 'var(--tx2)', fontSize: 12.5 },
  },
  button: {
    cursor: 'pointer',
    '&:hover': { borderColor: 'var(--ctl)' },
    '&[aria-pressed=true]': {
      borderColor: 'var(--selln)',
      boxShadow: 'inset 0 0 0 1px var(--selln)',
    },
  },
  changes: {
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    gap: 14,
    '@media (max-width: 1000px)': { gridColumn: '1 / -1' },
  },
});

/** How many services are how, each a filter; and how much changed among those listed. */
export function Tiles(props: {
  answer: Services | undefined;
  chosen: HealthStatus[];
  onChoose: (chosen: HealthStatus[]) => void;
}) {
  const { answer, chosen, onChoose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  return (
    <div className={classes.tiles}>
      {HEALTH_STATUSES.map(status => (
        <button
          key={status}
          type="button"
          className={`${classes.tile} ${classes.button}`}
          aria-pressed={chosen.includes(status)}
          title={t('explorer.tile.show')}
          onClick={() => onChoose(chosen.includes(status) ? [] : [status])}
        >
          <StatusIcon status={status} size={28} word="beside" />
          <div>
            <b style={{ color: STATUS_COLOR[status] }}>
              {answer ? (
                answer.totals[status]
              ) : (
                <Skeleton width={34} height={24} />
              )}
            </b>
            <span>{t(`explorer.tile.${status}`)}</span>
          </div>
        </button>
      ))}
      {answer && !answer.nextCursor && <ChangesTile answer={answer} />}
    </div>
  );
}

const CHART_HEIGHT_PX = 40;

function ChangesTile(props: { answer: Services }) {
  const { services } = props.answer;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const hours = services.reduce<number[]>(
    (sums, { changes }) =>
      changes.map((count, hour) => (sums[hour] ?? 0) + count),
    [],
  );
  const total = hours.reduce((sum, count) => sum + count, 0);
  const most = Math.max(1, ...hours);
  const bars = hours
    .map((count, hour) => {
      const height = (count / most) * CHART_HEIGHT_PX;
      return `M${hour * 10} ${CHART_HEIGHT_PX}v${-height}h7.2v${height}z`;
    })
    .join('');
  return (
    <div className={`${classes.tile} ${classes.changes}`}>
      <div>
        <b>{total.toLocaleString(t('time.locale'))}</b>
        <span>{t('explorer.changes24h', { count: services.length })}</span>
      </div>
      <svg
        width="100%"
        height={CHART_HEIGHT_PX}
        viewBox={`0 0 240 ${CHART_HEIGHT_PX}`}
        preserveAspectRatio="none"
        aria-hidden
      >
        <path d={bars} style={{ fill: 'var(--k-ext)' }} />
      </svg>
    </div>
  );
}
