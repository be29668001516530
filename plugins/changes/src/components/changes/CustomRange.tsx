import { useId, useState } from 'react';
import { DateTime } from 'luxon';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RANGE_MAX_MS } from '../../model/rangePresets';
import type { TimeRange } from '../../model/TimeRange';
import { changesTranslationRef } from '../../translation';
import { Button, Popup, useTimeFormat } from '../kit';

const useStyles = makeStyles({
  form: {
    display: 'grid',
    gridTemplateColumns: 'auto auto',
    gap: '8px 12px',
    alignItems: 'center',
    padding: 14,
    '& input': {
      font: 'inherit',
      color: 'var(--tx)',
      background: 'var(--paper)',
      border: '1px solid var(--ctl)',
      borderRadius: 4,
      padding: '4px 6px',
    },
  },
  foot: {
    gridColumn: '1 / -1',
    display: 'flex',
    gap: 12,
    alignItems: 'center',
    justifyContent: 'space-between',
    color: 'var(--tx2)',
    fontSize: 12,
  },
  invalid: { color: 'var(--bad)' },
});

const INPUT_FORMAT = "yyyy-MM-dd'T'HH:mm";

/** Any range, typed in, in the zone of the screen. */
export function CustomRange(props: {
  range: TimeRange;
  chosen: 'yes' | 'no';
  onRange: (range: TimeRange) => void;
}) {
  const { range, chosen, onRange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const id = useId();
  const [anchor, setAnchor] = useState<Element>();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const typed = {
    from: DateTime.fromISO(from, { zone: time.zone }).toMillis(),
    to: DateTime.fromISO(to, { zone: time.zone }).toMillis(),
  };
  const span = typed.to - typed.from;
  const valid = span > 0 && span <= RANGE_MAX_MS;
  return (
    <>
      <Button
        pressed={chosen === 'yes'}
        onClick={event => {
          setFrom(time.pattern(range.from, INPUT_FORMAT));
          setTo(time.pattern(range.to, INPUT_FORMAT));
          setAnchor(event.currentTarget);
        }}
      >
        {t('changesTab.custom')}
      </Button>
      <Popup anchor={anchor} onClose={() => setAnchor(undefined)}>
        <form
          className={classes.form}
          aria-label={t('changesTab.customTitle')}
          onSubmit={event => {
            event.preventDefault();
            if (!valid) return;
            setAnchor(undefined);
            onRange(typed);
          }}
        >
          <label htmlFor={`${id}-from`}>{t('changesTab.customFrom')}</label>
          <input
            id={`${id}-from`}
            type="datetime-local"
            value={from}
            onChange={event => setFrom(event.target.value)}
          />
          <label htmlFor={`${id}-to`}>{t('changesTab.customTo')}</label>
          <input
            id={`${id}-to`}
            type="datetime-local"
            value={to}
            onChange={event => setTo(event.target.value)}
          />
          <div className={classes.foot}>
            {valid ? (
              <span>{time.zoneLabel(typed.to)}</span>
            ) : (
              <span className={classes.invalid} role="alert">
                {t('changesTab.customInvalid')}
              </span>
            )}
            <Button
              look="primary"
              size="small"
              onClick={() => {
                if (!valid) return;
                setAnchor(undefined);
                onRange(typed);
              }}
            >
              {t('changesTab.customShow')}
            </Button>
          </div>
        </form>
      </Popup>
    </>
  );
}
