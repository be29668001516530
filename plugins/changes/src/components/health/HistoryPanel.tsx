import type { EntityHealth } from '@ripplehq/backstage-plugin-changes-common';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Panel, Segments, TimeFormat, millis, useTimeFormat } from '../kit';
import {
  HistoryStrip,
  Stretch,
  historyStrip,
  percentText,
} from './historyStrip';

const DAY_MS = 24 * 3600_000;
/** The most days that are named on the axis. */
const LABELS_MAX = 8;
/** A day's name fits into such a share of the axis. */
const LABEL_SHARE = 0.12;
/** A narrower stretch of bad health gets a mark above it. */
const SHORT_SHARE = 0.03;

const useStyles = makeStyles({
  chart: {
    display: 'grid',
    gridTemplateColumns: 'minmax(48px, max-content) minmax(0, 1fr) 62px',
    alignItems: 'center',
    gap: '0 12px',
    padding: '10px 16px 4px',
  },
  days: {
    position: 'relative',
    height: 18,
    fontSize: 11,
    color: 'var(--tx2)',
    overflow: 'hidden',
  },
  day: { position: 'absolute', top: 0, whiteSpace: 'nowrap', paddingLeft: 4 },
  head: { fontSize: 11, color: 'var(--tx2)', textAlign: 'right' },
  name: {
    fontSize: 11.5,
    fontWeight: 700,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
  percent: { fontSize: 11.5, fontWeight: 700, textAlign: 'right' },
  strip: { position: 'relative', height: 30 },
  grid: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    width: 1,
    background: 'var(--line2)',
  },
  stretch: {
    position: 'absolute',
    top: 5,
    height: 19,
    minWidth: 4,
    border: '1px solid transparent',
    overflow: 'hidden',
    whiteSpace: 'nowrap',
  },
  healthy: { background: 'var(--ok)', opacity: 0.32, minWidth: 0 },
  degraded: {
    borderColor: 'var(--warn)',
    background:
      'repeating-linear-gradient(135deg, var(--warn) 0 2px, transparent 2px 6px), linear-gradient(var(--paper), var(--paper))',
  },
  unhealthy: { borderColor: 'var(--bad)', background: 'var(--bad)' },
  unknown: {
    border: '1px dashed var(--unk)',
    background:
      'repeating-linear-gradient(45deg, var(--line2) 0 1.4px, transparent 1.4px 6px), linear-gradient(var(--paper), var(--paper))',
  },
  unseen: {
    border: '1px dashed var(--line2)',
    background: 'var(--paper)',
    paddingLeft: 7,
    fontSize: 11,
    lineHeight: '17px',
    textOverflow: 'ellipsis',
    color: 'var(--tx2)',
  },
  short: {
    position: 'absolute',
    top: 0,
    marginLeft: -4,
    borderLeft: '4px solid transparent',
    borderRight: '4px solid transparent',
    borderTop: '5px solid var(--bad)',
  },
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 14px',
    padding: '4px 16px 12px',
    fontSize: 11.5,
    color: 'var(--tx2)',
    '& span': { display: 'inline-flex', gap: 5, alignItems: 'center' },
    '& i': { position: 'static', width: 22, height: 12 },
  },
});

/** What can be chosen. */
export const HISTORY_DAYS = [7, 30];

/** How the last days went in each environment. Time that nobody watched is drawn as such and not counted. */
export function HistoryPanel(props: {
  health: Pick<EntityHealth, 'history' | 'window'>;
  days: number;
  onDays: (days: number) => void;
  now: number;
}) {
  const { health, now } = props;
  const { history } = health;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  if (history.length === 0) return null;
  const range = {
    from: millis(health.window.from),
    to: millis(health.window.to),
  };
  const strips = history.map(item => historyStrip(item, range));
  const incidents = strips.reduce((sum, s) => sum + s.unhealthyStretches, 0);
  const unknownMs = Math.max(...strips.map(strip => strip.unknownMs));
  const days = dayStarts(range, time);
  return (
    <Panel
      title={t('health.history.title', { days: String(props.days) })}
      aside={
        <>
          <span>
            {[
              t('health.history.incidents', { count: incidents }),
              unknownMs > 0 &&
                t('health.history.leftOut', {
                  duration: time.duration(unknownMs),
                }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <Segments
            label={t('health.history.range')}
            options={HISTORY_DAYS.map(value => ({
              value,
              text: t('health.history.days', { days: String(value) }),
            }))}
            value={props.days}
            onChange={props.onDays}
          />
        </>
      }
    >
      <div className={classes.chart}>
        <span />
        <div className={classes.days} aria-hidden>
          {days.filter(isNamed).map(day => (
            <span
              key={day.at}
              className={classes.day}
              style={{ left: `${day.left * 100}%` }}
            >
              {time.pattern(day.at, props.days > 7 ? 'd LLL' : 'ccc d')}
            </span>
          ))}
        </div>
        <span className={classes.head}>{t('health.history.healthy')}</span>
        {strips.map(strip => (
          <StripRow
            key={strip.environment}
            strip={strip}
            grid={days.map(day => day.left).filter(left => left > 0)}
            now={now}
          />
        ))}
      </div>
      <div className={classes.legend} aria-hidden>
        {(['healthy', 'degraded', 'unhealthy', 'unknown'] as const).map(
          status => (
            <span key={status}>
              <i className={`${classes.stretch} ${classes[status]}`} />
              {t(`health.history.legend.${status}`)}
            </span>
          ),
        )}
      </div>
    </Panel>
  );
}

function StripRow(props: { strip: HistoryStrip; grid: number[]; now: number }) {
  const { strip, grid, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const describe = (stretch: Stretch) =>
    t('health.history.segment', {
      status:
        stretch.status === 'unseen'
          ? t('health.history.unseen')
          : t(`status.${stretch.status}`),
      from: time.short(stretch.from, now),
      to: time.short(stretch.to, now),
      duration: time.duration(stretch.to - stretch.from),
    });
  const troubles = strip.stretches.filter(s => s.status !== 'healthy');
  return (
    <>
      <span className={classes.name}>{strip.environment}</span>
      <div
        className={classes.strip}
        role="img"
        aria-label={[strip.environment, ...troubles.map(describe)].join('; ')}
      >
        {strip.stretches.map(stretch => (
          <span
            key={stretch.from}
            className={`${classes.stretch} ${classes[stretch.status]}`}
            style={{
              left: `${stretch.left * 100}%`,
              width: `${stretch.width * 100}%`,
            }}
            title={describe(stretch)}
          >
            {stretch.status === 'unseen' && t('health.history.unseen')}
          </span>
        ))}
        {grid.map(left => (
          <i
            key={left}
            className={classes.grid}
            style={{ left: `${left * 100}%` }}
          />
        ))}
        {strip.stretches
          .filter(s => s.status === 'unhealthy' && s.width < SHORT_SHARE)
          .map(({ from, left, width }) => (
            <i
              key={from}
              className={classes.short}
              style={{ left: `calc(${(left + width / 2) * 100}% + 1px)` }}
            />
          ))}
      </div>
      <span className={classes.percent}>
        {strip.healthyPercent === undefined
          ? t('health.history.nothingWatched')
          : t('health.history.percent', {
              percent: percentText(strip.healthyPercent),
            })}
      </span>
    </>
  );
}

/** Whether its name fits before the next one begins. */
function isNamed(
  day: { left: number },
  index: number,
  days: { left: number }[],
) {
  const end = days[index + 1]?.left ?? 1;
  return end - day.left >= LABEL_SHARE;
}

/** Where days begin: all of a week, every few of a month. */
function dayStarts(
  range: { from: number; to: number },
  time: TimeFormat,
): { at: number; left: number }[] {
  const span = range.to - range.from;
  const rangeDays = Math.round(span / DAY_MS);
  const step = Math.ceil(rangeDays / LABELS_MAX);
  return Array.from({ length: Math.floor(rangeDays / step) + 1 }, (_, index) =>
    Math.max(
      range.from,
      // Noon of each day, so that a day of 23 or 25 hours is not skipped.
      time.startOfDay(
        time.startOfDay(range.from) + (index * step + 0.5) * DAY_MS,
      ),
    ),
  )
    .filter(at => at < range.to)
    .map(at => ({ at, left: (at - range.from) / span }));
}
