import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RANGE_PRESETS, type RangePresetId } from '../../model/rangePresets';
import type { TimeRange } from '../../model/TimeRange';
import { changesTranslationRef } from '../../translation';
import { Button, Icon, Key, Segments, ZoneSwitch, useTimeFormat } from '../kit';
import { CustomRange } from './CustomRange';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' },
  presets: { display: 'inline-flex', gap: 8 },
  pair: {
    display: 'inline-flex',
    '& button:first-child': { borderRadius: '4px 0 0 4px' },
    '& button:last-child': { borderRadius: '0 4px 4px 0', marginLeft: -1 },
  },
  window: { fontSize: 12.5, '& b': { fontWeight: 700 } },
  live: { marginLeft: 'auto' },
});

/** How much time is looked at, which, and whether new events appear by themselves. */
export function RangeBar(props: {
  range: TimeRange;
  preset?: RangePresetId;
  live: 'live' | 'paused-drag' | 'paused-range';
  now: number;
  hasIncidents: 'yes' | 'no';
  onPreset: (preset: RangePresetId) => void;
  onRange: (range: TimeRange) => void;
  onShift: (direction: 'earlier' | 'later') => void;
  onIncident: (direction: 'previous' | 'next') => void;
  onLive: () => void;
}) {
  const { range, preset, live, now, hasIncidents } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const moment = (at: number) =>
    `${time.day(at, now)} ${time.pattern(at, 'HH:mm')}`;
  return (
    <div className={classes.root}>
      <span className={classes.presets}>
        <Segments
          label={t('changesTab.range')}
          options={RANGE_PRESETS.map(({ id }) => ({
            value: id,
            text: t(`changesTab.preset.${id}`),
          }))}
          value={preset}
          onChange={props.onPreset}
        />
        <CustomRange
          range={range}
          chosen={preset === undefined ? 'yes' : 'no'}
          onRange={props.onRange}
        />
      </span>
      <span className={classes.pair}>
        <Button
          label={t('changesTab.earlier')}
          onClick={() => props.onShift('earlier')}
        >
          <Icon name="previous" size={12} />
        </Button>
        <Button
          label={t('changesTab.later')}
          onClick={() => props.onShift('later')}
        >
          <Icon name="next" size={12} />
        </Button>
      </span>
      {hasIncidents === 'yes' && (
        <span className={classes.pair}>
          <Button
            label={t('changesTab.previousIncident')}
            onClick={() => props.onIncident('previous')}
          >
            <Key name="[" /> {t('changesTab.incident')}
          </Button>
          <Button
            label={t('changesTab.nextIncident')}
            onClick={() => props.onIncident('next')}
          >
            <Key name="]" />
          </Button>
        </span>
      )}
      <span className={classes.window}>
        {t('changesTab.window', {
          from: <b>{moment(range.from)}</b>,
          to: <b>{moment(range.to)}</b>,
        })}{' '}
        <ZoneSwitch />
      </span>
      <span className={classes.live} title={liveHint()}>
        <Button onClick={props.onLive} pressed={live !== 'paused-range'}>
          <Icon
            name={live === 'live' ? 'healthy' : 'stale'}
            size={12}
            color={live === 'live' ? 'var(--ok)' : 'var(--unk)'}
          />
          {live === 'paused-range'
            ? t('changesTab.goLive')
            : t('changesTab.live')}
        </Button>
      </span>
    </div>
  );

  function liveHint(): string {
    switch (live) {
      case 'live':
        return t('changesTab.liveHint');
      case 'paused-drag':
        return t('changesTab.pausedDrag');
      default:
        return t('changesTab.pausedRange');
    }
  }
}
