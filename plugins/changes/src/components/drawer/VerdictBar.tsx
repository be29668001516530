import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { EventDetail } from '@ripplehq/backstage-plugin-changes-common';
import { changesApiRef } from '../../api';
import { changesTranslationRef } from '../../translation';
import { Button, Icon, entityName, readFailure } from '../kit';

const useStyles = makeStyles({
  root: {
    padding: '10px 20px 12px',
    borderTop: '1px solid var(--line)',
    background: 'var(--inset)',
  },
  question: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: 8,
    alignItems: 'center',
    '& b': { fontWeight: 700, marginRight: 'auto' },
  },
  note: { marginTop: 5, fontSize: 11.5, color: 'var(--tx2)' },
  failed: { color: 'var(--bad)' },
});

/** Was this the cause? Kept at the drawer's foot. */
export function VerdictBar(props: {
  event: EventDetail;
  /** Id of the alert or health issue that is to be explained. */
  symptom: string;
  onStored: () => void;
}) {
  const { event, symptom, onStored } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const api = useApi(changesApiRef);
  const [error, setError] = useState<Error>();
  const verdicts = event.verdicts.filter(v => v.symptom === symptom);
  const latest = verdicts[verdicts.length - 1];
  const say = async (verdict: 'cause' | 'not-cause') => {
    try {
      await api.putVerdict(event.id, { symptom, verdict });
      setError(undefined);
      onStored();
    } catch (failure) {
      setError(failure as Error);
    }
  };
  return (
    <div className={classes.root}>
      <div className={classes.question}>
        <b>{t('drawer.verdict.question')}</b>
        <Button
          size="small"
          look={latest?.verdict === 'not-cause' ? 'plain' : 'primary'}
          pressed={latest?.verdict === 'cause'}
          onClick={() => say('cause')}
        >
          <Icon name="check" size={12} />
          {t('drawer.verdict.cause')}
        </Button>
        <Button
          size="small"
          pressed={latest?.verdict === 'not-cause'}
          onClick={() => say('not-cause')}
        >
          <Icon name="cross" size={12} />
          {t('drawer.verdict.notCause')}
        </Button>
      </div>
      <div className={classes.note} role="status">
        {noteOf()}
      </div>
      {error && (
        <div className={`${classes.note} ${classes.failed}`} role="alert">
          {t('drawer.verdict.failed', { message: readFailure(error).message })}
        </div>
      )}
    </div>
  );

  function noteOf(): string {
    if (!latest) return t('drawer.verdict.note');
    const name = entityName(latest.by);
    return latest.verdict === 'cause'
      ? t('drawer.verdict.saidCause', { name })
      : t('drawer.verdict.saidNotCause', { name });
  }
}
