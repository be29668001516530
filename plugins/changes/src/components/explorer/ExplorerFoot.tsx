import type { Services } from '@ripplehq/backstage-plugin-changes-common';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Key } from '../kit';

const useStyles = makeStyles({
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 14px',
    alignItems: 'center',
    padding: '9px 16px',
    fontSize: 12,
    color: 'var(--tx2)',
  },
  keys: {
    marginLeft: 'auto',
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 10px',
    '& span': { display: 'inline-flex', gap: 4, alignItems: 'center' },
  },
});

/** How many services are listed, and the keys. */
export function ExplorerFoot(props: { answer: Services }) {
  const { services, totals, nextCursor } = props.answer;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const total =
    totals.unhealthy + totals.degraded + totals.unknown + totals.healthy;
  return (
    <div className={classes.foot}>
      <span>
        {nextCursor
          ? t('explorer.ofTotal', {
              number: String(services.length),
              total: String(total),
            })
          : t('explorer.shown', { count: services.length })}
      </span>
      <div className={classes.keys}>
        <span>
          <Key name="↑" />
          <Key name="↓" />
          {t('explorer.keys.move')}
        </span>
        <span>
          <Key name="Enter" />
          {t('explorer.keys.changes')}
        </span>
        <span>
          <Key name="h" />
          {t('explorer.keys.health')}
        </span>
        <span>
          <Key name="m" />
          {t('explorer.keys.mine')}
        </span>
      </div>
    </div>
  );
}
