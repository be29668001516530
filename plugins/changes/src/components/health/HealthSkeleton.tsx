import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Loading, Panel, Skeleton } from '../kit';

const useStyles = makeStyles({
  root: { display: 'grid', gap: 16 },
  head: { display: 'flex', gap: 14, padding: '16px 18px' },
  lines: { display: 'grid', gap: 9, flex: 1 },
  rows: { display: 'grid', gap: 24, padding: 16 },
});

/** The Health tab before its answer: the headline and a panel of the height that they will have. */
export function HealthSkeleton() {
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  return (
    <Loading what={t('health.title')}>
      <div className={classes.root}>
        <Panel>
          <div className={classes.head}>
            <Skeleton width={40} height={40} round="full" />
            <div className={classes.lines}>
              <Skeleton width="34%" height={20} />
              <Skeleton width="72%" height={13} />
              <Skeleton width="52%" />
            </div>
          </div>
        </Panel>
        <Panel title={t('health.workloads.title')}>
          <div className={classes.rows}>
            {['92%', '86%', '90%', '80%'].map(width => (
              <Skeleton key={width} width={width} height={16} />
            ))}
          </div>
        </Panel>
      </div>
    </Loading>
  );
}
