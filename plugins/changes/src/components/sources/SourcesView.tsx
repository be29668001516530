import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles } from '@material-ui/core/styles';
import type { Sources } from '@ripplehq/backstage-plugin-changes-common';
import { changesApiRef, useAnswer } from '../../api';
import { rootRouteRef } from '../../routes';
import { changesTranslationRef } from '../../translation';
import {
  ErrorState,
  Icon,
  Loading,
  Panel,
  RefreshFailure,
  RippleRoot,
  Skeleton,
  useNow,
} from '../kit';
import { HeldBackPanel } from './HeldBackPanel';
import { NoisyPanel } from './NoisyPanel';
import { SourceTable } from './SourceTable';

const useStyles = makeStyles({
  root: { display: 'grid', gap: 12, gridTemplateColumns: 'minmax(0, 1fr)' },
  back: { fontSize: 12.5 },
  loading: { display: 'grid', gap: 12, padding: 16 },
  none: { padding: 16, color: 'var(--tx2)' },
});

/** For who operates Ripple: every source, how it does, and what makes noise. */
export function SourcesView() {
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const api = useApi(changesApiRef);
  const now = useNow();
  const explorer = useRouteRef(rootRouteRef);
  const { answer, answeredAt, error, failingSince, retry } = useAnswer<Sources>(
    {
      question: 'sources',
      about: 'sources',
      ask: signal => api.getSources({ signal }),
    },
  );
  const sources = answer?.sources ?? [];
  return (
    <RippleRoot className={classes.root}>
      <div className={classes.back}>
        <Link to={explorer()}>
          <Icon name="previous" size={12} /> {t('sources.back')}
        </Link>
      </div>
      {answer && error && (
        <RefreshFailure
          error={error}
          answeredAt={answeredAt!}
          onRetry={retry}
        />
      )}
      <Panel title={t('sources.title')}>
        {!answer && !error && (
          <Loading what={t('sources.title')}>
            <div className={classes.loading}>
              <Skeleton width="100%" />
              <Skeleton width="100%" />
              <Skeleton width="80%" />
            </div>
          </Loading>
        )}
        {!answer && error && (
          <ErrorState
            error={error}
            title={t('sources.error')}
            name={t('sources.subject')}
            failingSince={failingSince}
            onRetry={retry}
          />
        )}
        {answer && sources.length === 0 && (
          <div className={classes.none}>{t('sources.none')}</div>
        )}
        {sources.length > 0 && <SourceTable sources={sources} now={now} />}
      </Panel>
      <NoisyPanel sources={sources} now={now} />
      <HeldBackPanel sources={sources} now={now} />
    </RippleRoot>
  );
}
