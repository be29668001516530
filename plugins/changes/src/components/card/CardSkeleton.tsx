import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Loading, Skeleton } from '../kit';

const useStyles = makeStyles({
  head: {
    display: 'flex',
    gap: 12,
    alignItems: 'center',
    padding: '13px 16px',
  },
  lines: { display: 'grid', gap: 7, flex: 1 },
  row: {
    display: 'grid',
    gridTemplateColumns: '16px minmax(0, 1fr) auto',
    gap: 9,
    alignItems: 'center',
    height: 33,
    padding: '0 16px',
    borderTop: '1px solid var(--line)',
  },
  heading: { padding: '10px 16px 9px', borderTop: '1px solid var(--line)' },
  foot: {
    display: 'flex',
    gap: 14,
    padding: '11px 16px',
    borderTop: '1px solid var(--line)',
  },
});

/** The card before its answer, as tall as with it. */
export function CardSkeleton() {
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  return (
    <Loading what={t('card.title')}>
      <div className={classes.head}>
        <Skeleton width={32} height={32} round="full" />
        <div className={classes.lines}>
          <Skeleton width="55%" height={15} />
          <Skeleton width="78%" />
        </div>
      </div>
      <div className={classes.heading}>
        <Skeleton width={90} height={10} />
      </div>
      {['68%', '52%', '60%'].map(width => (
        <div key={width} className={classes.row}>
          <Skeleton width={14} height={14} />
          <Skeleton width={width} height={12} />
          <Skeleton width={70} height={10} />
        </div>
      ))}
      <div className={classes.foot}>
        <Skeleton width={84} height={12} />
        <Skeleton width={46} height={12} />
      </div>
    </Loading>
  );
}
