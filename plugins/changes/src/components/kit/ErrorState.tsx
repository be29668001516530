import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Button } from './Button';
import { useNow } from './Clock';
import { CopyButton } from './CopyButton';
import { ForbiddenState } from './ForbiddenState';
import { Icon } from './Icon';
import { Notice } from './Notice';
import { readFailure } from './failure';
import { useTimeFormat } from './useTimeFormat';

const useStyles = makeStyles({
  facts: { fontSize: 12, color: 'var(--tx2)' },
});

/** What failed, since when, the last good answer and how to go on. A refusal is shown as such. */
export function ErrorState(props: {
  error: Error;
  /** What the reader asked about, e.g. the entity's name. */
  name: string;
  title?: string;
  /** Milliseconds since 1970. */
  failingSince?: number;
  answeredAt?: number;
  onRetry: () => void;
}) {
  const { error, name, failingSince, answeredAt } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const now = useNow();
  const failure = readFailure(error);
  if (failure.type === 'forbidden') {
    return <ForbiddenState name={name} permission={failure.permission} />;
  }
  const requestId = failure.type === 'failed' ? failure.requestId : undefined;
  const status = failure.type === 'failed' ? failure.status : undefined;
  const message = (failure.message || t('error.noAnswer')).replace(/\.$/, '');
  const sentence = status ? `${message} (${status}).` : `${message}.`;
  const facts = [
    answeredAt && t('error.lastGood', { moment: time.moment(answeredAt, now) }),
    failingSince &&
      t('error.since', { moment: time.moment(failingSince, now) }),
    requestId && t('error.request', { id: requestId }),
  ].filter(Boolean);
  return (
    <Notice
      icon="degraded"
      color="var(--warn)"
      title={props.title ?? t('error.title')}
      role="alert"
      actions={
        <>
          <Button look="primary" size="small" onClick={props.onRetry}>
            <Icon name="refresh" size={12} />
            {t('action.tryAgain')}
          </Button>
          <CopyButton
            size="small"
            text={() =>
              [
                props.title ?? t('error.title'),
                sentence,
                ...facts,
                new Date(now).toISOString(),
              ].join('\n')
            }
          >
            {t('action.copyDetails')}
          </CopyButton>
        </>
      }
    >
      <p>
        {sentence} {t('error.saysNothing', { name })}
      </p>
      {facts.length > 0 && <p className={classes.facts}>{facts.join(' ')}</p>}
    </Notice>
  );
}
