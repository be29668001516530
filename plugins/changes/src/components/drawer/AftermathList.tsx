import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { aftermath } from '../../model/aftermath';
import type { TimedEvent, TimelineModel } from '../../model/timelineModel';
import { changesTranslationRef } from '../../translation';
import { useTimeFormat } from '../kit';
import { EventTitle } from '../changes/EventTitle';
import { EventLine, EventLines } from './EventLine';
import { Section } from './Section';

/** What happened next, on the way from this service to the page's. */
export function AftermathList(props: {
  event: TimedEvent;
  model: TimelineModel;
  now: number;
  onOpen: (id: string) => void;
}) {
  const { event, model, now, onOpen } = props;
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
      <EventLines>
        {events.map(next => (
          <EventLine
            key={next.id}
            event={next.event}
            title={
              <EventTitle
                title={next.event.title}
                service={model.lanes[next.event.lanes[0]]?.lane.title ?? ''}
                name="bold"
              />
            }
            now={now}
            onOpen={() => onOpen(next.id)}
          />
        ))}
      </EventLines>
    </Section>
  );
}
