import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';

const WIDTH_PX = 112;
const HEIGHT_PX = 26;
const RECENT_HOURS = 2;
/** A lone change is not drawn as tall as a burst. */
const FULL_HEIGHT_MIN = 3;

const useStyles = makeStyles({
  root: { display: 'flex', gap: 8, alignItems: 'center' },
  chart: { flex: '0 1 112px', minWidth: 40 },
  none: { color: 'var(--tx2)' },
});

/** Changes in each of the last 24 hours; the last two stand out. */
export function Sparkline(props: { changes: number[] }) {
  const { changes } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const total = changes.reduce((sum, count) => sum + count, 0);
  if (total === 0) {
    return <span className={classes.none}>{t('explorer.none')}</span>;
  }
  return (
    <div className={classes.root}>
      <svg
        className={classes.chart}
        height={HEIGHT_PX}
        viewBox={`0 0 ${WIDTH_PX} ${HEIGHT_PX}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('explorer.sparkline', { count: total })}
      >
        <path
          d={`M0 ${HEIGHT_PX - 0.5}H${WIDTH_PX}`}
          style={{ stroke: 'var(--line2)' }}
        />
        <path
          d={barsPath(changes, 'earlier')}
          style={{ fill: 'var(--k-ext)' }}
        />
        <path
          d={barsPath(changes, 'recent')}
          style={{ fill: 'var(--k-roll)' }}
        />
      </svg>
      <b>{total}</b>
    </div>
  );
}

function barsPath(changes: number[], part: 'earlier' | 'recent'): string {
  const most = Math.max(FULL_HEIGHT_MIN, ...changes);
  const step = WIDTH_PX / changes.length;
  const width = step * 0.78;
  const firstRecent = changes.length - RECENT_HOURS;
  return changes
    .map((count, hour) => {
      const isRecent = hour >= firstRecent;
      if (count === 0 || isRecent !== (part === 'recent')) return '';
      const height = (count / most) * (HEIGHT_PX - 4);
      return `M${hour * step} ${HEIGHT_PX - 1}v${-height}h${width}v${height}z`;
    })
    .join('');
}
