import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { LaneGroup } from '../../model/laneGroups';
import { changesTranslationRef } from '../../translation';
import { Button, Icon } from '../kit';
import { Rank } from './Rank';

export const useStripStyles = makeStyles({
  strip: {
    position: 'relative',
    zIndex: 2,
    display: 'flex',
    alignItems: 'center',
    gap: 8,
    minHeight: 23,
    padding: '3px 12px',
    borderBottom: '1px solid var(--line)',
    background: 'var(--inset)',
    color: 'var(--tx2)',
    fontSize: 11.5,
  },
});

const useStyles = makeStyles({
  fold: {
    display: 'flex',
    alignItems: 'center',
    gap: 8,
    border: 0,
    padding: 0,
    background: 'none',
    color: 'inherit',
    font: 'inherit',
    fontSize: 11.5,
    cursor: 'pointer',
    '& b': { fontWeight: 700 },
  },
  aside: {
    marginLeft: 'auto',
    display: 'flex',
    gap: 6,
    alignItems: 'center',
    '& button': { fontSize: 11.5 },
  },
});

/** The heading of a degree: folds its lanes. Folded, it still says how much happened and which suspects it holds. */
export function GroupHeading(props: {
  group: LaneGroup;
  folded: 'yes' | 'no';
  quietShown: 'yes' | 'no';
  onFold: () => void;
  onQuiet: () => void;
}) {
  const { group, folded, quietShown, onFold, onQuiet } = props;
  const strip = useStripStyles();
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const all = group.lanes.length + group.quiet.length;
  const shown = quietShown === 'yes' ? all : group.lanes.length;
  const unwatched = group.quiet.filter(
    lane => lane.lane.health.status === 'unknown',
  ).length;
  let aside: ReactNode;
  if (folded === 'yes') {
    aside = (
      <>
        {t('timeline.eventsInView', { count: group.inView })}
        {group.ranks.map(rank => (
          <Rank key={rank} rank={rank} size={16} />
        ))}
      </>
    );
  } else if (group.quiet.length > 0) {
    aside = (
      <Button look="link" onClick={onQuiet}>
        {quietShown === 'yes'
          ? t('timeline.foldQuiet')
          : [
              t('timeline.quiet', { count: group.quiet.length }),
              unwatched > 0
                ? t('timeline.quietUnwatched', { number: String(unwatched) })
                : '',
            ]
              .filter(Boolean)
              .join(', ')}
      </Button>
    );
  }
  return (
    <div className={strip.strip}>
      <button
        type="button"
        className={classes.fold}
        aria-expanded={folded === 'no'}
        onClick={onFold}
      >
        <Icon name={folded === 'yes' ? 'next' : 'expand'} size={12} />
        <b>{t('timeline.hopsUpstream', { count: group.degree })}</b>
        <span>
          {shown === all
            ? t('timeline.services', { count: all })
            : t('timeline.servicesOf', {
                number: String(shown),
                total: String(all),
              })}
        </span>
      </button>
      {aside && <span className={classes.aside}>{aside}</span>}
    </div>
  );
}
