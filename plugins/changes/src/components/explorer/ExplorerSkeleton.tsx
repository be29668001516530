import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Loading, Skeleton } from '../kit';
import { ROW_HEIGHT_PX } from './serviceGroups';

const ROWS = 10;

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: '150px 150px 1fr 112px 160px',
    gap: 16,
    alignItems: 'center',
    height: ROW_HEIGHT_PX,
    padding: '0 16px',
    borderTop: '1px solid var(--line)',
    '&:first-child': { borderTop: 0 },
  },
});

/** The table before its answer. */
export function ExplorerSkeleton() {
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  return (
    <Loading what={t('explorer.title')}>
      {Array.from({ length: ROWS }, (_, index) => (
        <div key={index} className={classes.row}>
          <Skeleton width="70%" height={14} />
          <Skeleton width="85%" height={14} />
          <Skeleton width={`${60 - (index % 3) * 12}%`} height={12} />
          <Skeleton width="100%" height={18} />
          <Skeleton width="80%" height={12} />
        </div>
      ))}
    </Loading>
  );
}
