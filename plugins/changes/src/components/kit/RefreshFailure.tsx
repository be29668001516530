import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Button } from './Button';
import { useNow } from './Clock';
import { Icon } from './Icon';
import { readFailure } from './failure';
import { useTimeFormat } from './useTimeFormat';

const useStyles = makeStyles({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 8px',
    alignItems: 'center',
    padding: '7px 12px',
    border: '1px solid var(--warn-ln)',
    borderRadius: 4,
    background: 'var(--warn-bg)',
    fontSize: 12.5,
  },
});

/** One line above an earlier answer that could not be renewed. */
export function RefreshFailure(props: {
  error: Error;
  answeredAt: number;
  onRetry: () => void;
}) {
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const now = useNow();
  return (
    <div className={classes.line} role="alert">
      <Icon name="degraded" size={14} color="var(--warn)" />
      <span>
        {t('error.stale', {
          moment: time.moment(props.answeredAt, now),
          message: readFailure(props.error).message,
        })}
      </span>
      <Button look="link" onClick={props.onRetry}>
        {t('action.tryAgain')}
      </Button>
    </div>
  );
}
