import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Suspect } from '@ripplehq/backstage-plugin-changes-common';
import { changesTranslationRef } from '../../translation';
import { Button, Icon, entityName, useEntityPaths } from '../kit';
import { usePercent } from '../changes/Percent';
import { Rank } from '../timeline/Rank';

const useStyles = makeStyles({
  root: {
    padding: '8px 12px',
    border: '1px solid var(--selln)',
    borderRadius: 4,
    background: 'var(--sel)',
    fontSize: 12.5,
    breakInside: 'avoid-column',
  },
  head: {
    display: 'flex',
    gap: 8,
    alignItems: 'center',
    fontSize: 13.5,
    fontWeight: 700,
  },
  ask: { marginLeft: 'auto' },
  reasons: {
    listStyle: 'none',
    margin: '6px 0 0',
    padding: '6px 0 0',
    borderTop: '1px solid var(--line2)',
    display: 'grid',
    gap: 3,
    '& li': {
      display: 'grid',
      gridTemplateColumns: '16px 1fr',
      gap: 6,
      alignItems: 'baseline',
    },
  },
  against: { color: 'var(--tx2)' },
});

/** Why this change is suspected, and what speaks against it. */
export function SuspectBox(props: {
  suspect: Suspect;
  rank: number;
  percent: number;
}) {
  const { suspect, rank, percent } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const words = usePercent();
  const paths = useEntityPaths();
  const { owner } = suspect.lane;
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <Rank rank={rank} />
        {rank === 1
          ? t('drawer.suspect.first', { percent: words(percent) })
          : t('drawer.suspect.other', {
              rank: String(rank),
              percent: words(percent),
            })}
        {owner && (
          <span className={classes.ask}>
            <Button size="small" to={paths.entity(owner)}>
              <Icon name="person" size={12} />
              {t('changesTab.causes.ask', { owner: entityName(owner) })}
            </Button>
          </span>
        )}
      </div>
      <ul className={classes.reasons}>
        {suspect.reasons.map(reason => {
          // Where it lies is a fact, not an objection.
          const speaksFor = reason.weight >= 0 || reason.code === 'distance';
          return (
            <li key={reason.code}>
              <Icon
                name={speaksFor ? 'check' : 'cross'}
                size={12}
                color={speaksFor ? 'var(--ok)' : 'var(--unk)'}
              />
              {speaksFor ? (
                <span>{reason.text}</span>
              ) : (
                <span className={classes.against}>
                  {t('drawer.suspect.against', { reason: reason.text })}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
