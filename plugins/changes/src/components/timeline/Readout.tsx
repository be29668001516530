import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Lane } from '@ripplehq/backstage-plugin-changes-common';
import { titleBesideService } from '../../model/eventWords';
import type { TimedEvent } from '../../model/timelineModel';
import { changesTranslationRef } from '../../translation';
import { Button, Key, KindIcon, entityName, useTimeFormat } from '../kit';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    gap: 8,
    alignItems: 'center',
    minHeight: 36,
    padding: '6px 14px',
    fontSize: 12.5,
    background: 'var(--inset)',
  },
  text: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    minWidth: 0,
  },
  icon: { marginRight: 8 },
  sub: { color: 'var(--tx2)' },
  hints: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 14px',
    color: 'var(--tx2)',
    '& > span': { display: 'inline-flex', gap: 4, alignItems: 'center' },
    '& button': { display: 'inline-flex', gap: 4, alignItems: 'center' },
  },
});

/** Says in full what is pointed at or chosen; else which keys there are. */
export function Readout(props: {
  event: TimedEvent | undefined;
  lane: Lane | undefined;
  titles: ReadonlyMap<string, string>;
  now: number;
  onKeys: () => void;
}) {
  const { event, lane, titles, now, onKeys } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const path = lane?.path.map(ref => titles.get(ref) ?? entityName(ref));
  return (
    <div className={classes.root}>
      <div role="status" className={classes.text}>
        {event && lane && path && (
          <>
            <span className={classes.icon}>
              <KindIcon event={event.event} />
            </span>
            <b>
              {time.exact(event.start, now)} {lane.title}
            </b>{' '}
            {titleBesideService(event.event.title, lane.title)}
            <span className={classes.sub}>
              {' · '}
              {lane.degree === 0
                ? t('timeline.thisService')
                : t('timeline.laneTitle', {
                    hops: t('hops', { count: lane.degree }),
                    path: path.join(' → '),
                  })}
              {lane.owner &&
                `; ${t('timeline.ownedBy', { owner: entityName(lane.owner) })}`}
            </span>
          </>
        )}
      </div>
      {!(event && lane) && (
        <div className={classes.hints}>
          <span>
            <Key name="←" /> <Key name="→" /> {t('timeline.hint.events')}
          </span>
          <span>
            <Key name="↑" /> <Key name="↓" /> {t('timeline.hint.services')}
          </span>
          <span>
            <Key name="Enter" /> {t('timeline.hint.open')}
          </span>
          <span>
            <Key name="+" /> <Key name="−" /> {t('timeline.hint.zoom')}
          </span>
          <Button look="link" onClick={onKeys}>
            <Key name="?" /> {t('timeline.hint.all')}
          </Button>
        </div>
      )}
    </div>
  );
}
