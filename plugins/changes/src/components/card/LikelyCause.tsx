import type { Suspects } from '@ripplehq/backstage-plugin-changes-common';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Button, KindIcon, useEntityPaths, useTimeFormat } from '../kit';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gap: 6,
    justifyItems: 'start',
    margin: '0 16px 12px',
    padding: '9px 12px',
    border: '1px solid var(--selln)',
    borderRadius: 4,
    background: 'var(--sel)',
    fontSize: 12.5,
  },
  title: { fontSize: 13.5, fontWeight: 700 },
});

/** The change that probably caused what is wrong, where one is more likely than none. */
export function LikelyCause(props: {
  entityRef: string;
  suspects: Suspects | undefined;
  now: number;
}) {
  const { entityRef, suspects, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const paths = useEntityPaths();
  const [first] = suspects?.suspects ?? [];
  if (!first || first.probability <= suspects!.noChange) return null;
  const { event, lane } = first;
  return (
    <div className={classes.root}>
      <div className={classes.title}>
        {t('card.likelyCause', {
          percent: String(Math.round(first.probability * 100)),
        })}
      </div>
      <div>
        <KindIcon event={event} size={14} />{' '}
        {t('card.cause', {
          title: event.title,
          moment: time.moment(event.startedAt, now),
          place:
            lane.degree === 0
              ? t('card.causeHere')
              : t('card.causeUpstream', { count: lane.degree }),
        })}
      </div>
      <Button
        look="primary"
        size="small"
        to={paths.changes(entityRef, event.id)}
      >
        {t('card.seeChange')}
      </Button>
    </div>
  );
}
