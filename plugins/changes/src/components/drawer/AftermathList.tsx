import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { aftermath } from '../../model/aftermath';
import type { TimedEvent, TimelineModel } from '../../model/timelineModel';
import { changesTranslationRef } from '../../translation';
import { KindIcon, useTimeFormat } from '../kit';
import { EventTitle } from '../changes/EventTitle';
import { Section } from './Section';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, fontSize: 12.5 },
  row: {
    display: 'grid',
    gridTemplateColumns: 'auto 16px 1fr',
    gap: 8,
    padding: '2px 0',
    alignItems: 'center',
    width: '100%',
    border: 0,
    background: 'none',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'left',
    cursor: 'pointer',
    '&:hover': { background: 'var(--inset)' },
    '& b': { fontWeight: 700 },
  },
});

/** What happened next, on the way from this service to the page's. */
export function AftermathList(props: {
  event: TimedEvent;
  model: TimelineModel;
  now: number;
  onOpen: (id: string) => void;
}) {
  const { event, model, now, onOpen } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const { events, rollback } = aftermath(model, event);
  const undoable = event.event.kind === 'deployment';
  if (events.length === 0) return null;
  return (
    <Section
      title={t('drawer.next_title')}
      aside={
        undoable &&
        (rollback
          ? t('drawer.rolledBack', { moment: time.exact(rollback.start, now) })
          : t('drawer.notRolledBack'))
      }
    >
      <ul className={classes.list}>
        {events.map(next => (
          <li key={next.id}>
            <button
              type="button"
              className={classes.row}
              onClick={() => onOpen(next.id)}
            >
              <b>{time.exact(next.start, now)}</b>
              <KindIcon event={next.event} size={14} />
              <span>
                <EventTitle
                  title={next.event.title}
                  service={model.lanes[next.event.lanes[0]]?.lane.title ?? ''}
                  name="bold"
                />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
