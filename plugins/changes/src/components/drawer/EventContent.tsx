import type { RefObject } from 'react';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  EventDetail,
  Suspects,
} from '@ripplehq/backstage-plugin-changes-common';
import { useCode } from '../../api';
import { suspectRows } from '../../model/suspectRows';
import type { TimelineModel } from '../../model/timelineModel';
import { changesTranslationRef } from '../../translation';
import { Icon } from '../kit';
import { EventTitle } from '../changes/EventTitle';
import { Affected } from './Affected';
import { AftermathList } from './AftermathList';
import { CanaryCourse } from './CanaryCourse';
import { CodeSection } from './CodeSection';
import { Facts } from './Facts';
import { Parts, Whole } from './Family';
import { FieldChanges } from './FieldChanges';
import { RolloutChart } from './RolloutChart';
import { Section } from './Section';
import { SuspectBox } from './SuspectBox';

const useStyles = makeStyles({
  columns: {
    '@media (max-width: 1149.95px) and (min-width: 700px)': {
      columns: 2,
      columnGap: 24,
    },
  },
  title: {
    fontSize: 18,
    lineHeight: 1.25,
    fontWeight: 700,
    '&&': { margin: '12px 0 8px' },
    '&:focus': { outline: 'none' },
    '& b': { fontWeight: 700 },
  },
  evidence: {
    display: 'grid',
    gridTemplateColumns: 'minmax(90px, auto) 1fr',
    gap: '4px 12px',
    margin: 0,
    fontSize: 12.5,
    '& dt': { color: 'var(--tx2)' },
    '& dd': { margin: 0, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
  },
  links: { display: 'flex', flexWrap: 'wrap', gap: '4px 14px', fontSize: 12.5 },
});

/** All that is known of an event, most telling first. */
export function EventContent(props: {
  event: EventDetail;
  titleRef: RefObject<HTMLHeadingElement>;
  model: TimelineModel | undefined;
  suspects: Suspects | undefined;
  titles: ReadonlyMap<string, string>;
  now: number;
  onOpen: (id: string) => void;
}) {
  const { event, titleRef, model, suspects, titles, now, onOpen } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const code = useCode(event.hasCode ? event.id : undefined);
  const known = model?.byId.get(event.id);
  const lane = known
    ? model?.lanes[known.event.lanes[0]]?.lane
    : model?.lanes.find(({ lane: { entityRef } }) =>
        event.entityRefs.includes(entityRef),
      )?.lane;
  const suspect =
    suspects?.symptom &&
    suspectRows(suspects).rows.find(row => row.suspect.event.id === event.id);
  return (
    <div className={classes.columns}>
      <h2 ref={titleRef} tabIndex={-1} className={classes.title}>
        <EventTitle
          title={event.title}
          service={lane?.title ?? ''}
          name="bold"
        />
      </h2>
      {suspect && <SuspectBox {...suspect} />}
      <Facts
        event={event}
        lane={lane}
        comparison={
          code.answer?.state === 'found' ? code.answer.comparison : undefined
        }
        titles={titles}
        now={now}
      />
      <Whole event={event} now={now} onOpen={onOpen} />
      {event.evidence && event.evidence.length > 0 && (
        <Section title={t('drawer.evidence')}>
          <dl className={classes.evidence}>
            {event.evidence.map(({ label, text }) => [
              <dt key={`${label}-label`}>{label}</dt>,
              <dd key={label}>{text}</dd>,
            ])}
          </dl>
        </Section>
      )}
      {event.rollout && <RolloutChart rollout={event.rollout} now={now} />}
      {event.rollout && <CanaryCourse rollout={event.rollout} now={now} />}
      <FieldChanges event={event} />
      <Parts event={event} now={now} onOpen={onOpen} />
      {event.hasCode && <CodeSection code={code} now={now} />}
      {known && model && event.type === 'change' && (
        <AftermathList event={known} model={model} now={now} onOpen={onOpen} />
      )}
      <Affected
        affects={event.affects}
        withheld={event.affectsWithheld}
        now={now}
      />
      {event.links.length > 0 && (
        <Section title={t('drawer.openIn')}>
          <div className={classes.links}>
            {event.links.map(link => (
              <Link key={link.url} to={link.url}>
                {link.title} <Icon name="external" size={12} />
              </Link>
            ))}
          </div>
        </Section>
      )}
    </div>
  );
}
