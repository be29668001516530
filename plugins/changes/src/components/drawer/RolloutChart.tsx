import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Rollout } from '@ripplehq/backstage-plugin-changes-common';
import { rolloutCurve } from '../../model/rolloutCurve';
import { changesTranslationRef } from '../../translation';
import { useTimeFormat } from '../kit';
import { Section } from './Section';

const BOX = { width: 474, height: 92, left: 34, right: 86, top: 8, bottom: 14 };

const useStyles = makeStyles({
  root: {
    display: 'block',
    maxWidth: BOX.width,
    '& text': { fontSize: 11, fill: 'var(--tx2)' },
  },
  line: { stroke: 'var(--line)' },
  foot: { stroke: 'var(--line2)' },
  desired: {
    fill: 'none',
    stroke: 'var(--k-ext)',
    strokeDasharray: '4 3',
    strokeWidth: 1.5,
  },
  area: { fill: 'var(--k-roll)', opacity: 0.15 },
  ready: { fill: 'none', stroke: 'var(--k-roll)', strokeWidth: 2 },
  readyText: { '&&': { fill: 'var(--k-roll)', fontWeight: 700 } },
});

/** Ready replicas over the course of a rollout, against those desired. */
export function RolloutChart(props: { rollout: Rollout; now: number }) {
  const { rollout, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const curve = rolloutCurve(rollout.steps, {
    x: BOX.left,
    y: BOX.top,
    width: BOX.width - BOX.left - BOX.right,
    height: BOX.height - BOX.top - BOX.bottom,
  });
  if (!curve) return null;
  const { first, last, most } = curve;
  const end = BOX.width - BOX.right;
  const clock = (at: string) => time.pattern(at, 'HH:mm:ss');
  return (
    <Section
      title={t('drawer.rollout.title')}
      aside={[
        rollout.revision &&
          t('drawer.rollout.revision', { revision: rollout.revision }),
        rollout.reason &&
          t('drawer.rollout.failed', { reason: rollout.reason }),
      ]
        .filter(Boolean)
        .join(' · ')}
    >
      <svg
        className={classes.root}
        viewBox={`0 0 ${BOX.width} ${BOX.height}`}
        width="100%"
        role="img"
        aria-label={t('drawer.rollout.chart', {
          from: time.exact(first.at, now),
          to: time.exact(last.at, now),
          desired: String(last.desired),
        })}
      >
        {curve.levels.map(level => (
          <g key={level.value}>
            <line
              className={level.value === 0 ? classes.foot : classes.line}
              x1={BOX.left}
              x2={end}
              y1={level.y}
              y2={level.y}
            />
            {level.value > 0 && (
              <text x={BOX.left - 6} y={level.y + 4} textAnchor="end">
                {level.value}
              </text>
            )}
          </g>
        ))}
        <path className={classes.area} d={curve.area} />
        <path className={classes.desired} d={curve.desired} />
        <path className={classes.ready} d={curve.ready} />
        <text x={BOX.left} y={BOX.height - 1}>
          {clock(first.at)}
        </text>
        <text x={end} y={BOX.height - 1} textAnchor="end">
          {clock(last.at)}
        </text>
        <text x={end + 6} y={labelY(last.ready, most) - 14}>
          – – {t('drawer.rollout.desired')}
        </text>
        <text
          className={classes.readyText}
          x={end + 6}
          y={labelY(last.ready, most)}
        >
          {t('drawer.rollout.ready', { number: String(last.ready) })}
        </text>
      </svg>
    </Section>
  );

  function labelY(value: number, of: number): number {
    const height = BOX.height - BOX.top - BOX.bottom;
    const y = BOX.top + (1 - value / of) * height;
    return Math.min(Math.max(y + 4, BOX.top + 18), BOX.height - BOX.bottom - 4);
  }
}
