import type {
  ChangeEvent,
  EntityHealth,
} from '@ripplehq/backstage-plugin-changes-common';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import {
  Chip,
  KindIcon,
  Panel,
  millis,
  useEntityPaths,
  useTimeFormat,
} from '../kit';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: '16px minmax(0, 1fr) auto',
    gap: '2px 10px',
    alignItems: 'center',
    padding: '8px 16px',
    borderTop: '1px solid var(--line)',
    fontSize: 12.5,
    '&:first-of-type': { borderTop: 0 },
    '& a': { color: 'var(--tx)' },
    '& a:hover': { color: 'var(--link)' },
    '@media (max-width: 700px)': {
      gridTemplateColumns: '16px minmax(0, 1fr)',
    },
  },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'flex-end',
    gap: '2px 8px',
    alignItems: 'center',
    fontSize: 12,
    color: 'var(--tx2)',
    '@media (max-width: 700px)': {
      gridColumn: 2,
      justifyContent: 'flex-start',
    },
  },
  foot: { padding: '8px 16px', fontSize: 12, color: 'var(--tx2)' },
});

/** What was wrong and is over: from when to when, and where the end is not known exactly, between which moments. */
export function ClosedIssuesPanel(props: {
  health: EntityHealth;
  days: number;
  now: number;
}) {
  const { health, days, now } = props;
  const { count, events } = health.closed;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  return (
    <Panel
      title={t('health.issues.closedTitle', { days: String(days) })}
      aside={t('health.issues.newestFirst')}
    >
      <ul className={classes.list}>
        {events.map(event => (
          <ClosedIssue
            key={event.id}
            event={event}
            entityRef={health.entityRef}
            now={now}
          />
        ))}
      </ul>
      {events.length < count && (
        <p className={classes.foot}>
          {t('health.issues.closedMore', {
            number: String(events.length),
            total: String(count),
          })}
        </p>
      )}
    </Panel>
  );
}

function ClosedIssue(props: {
  event: ChangeEvent;
  entityRef: string;
  now: number;
}) {
  const { event, entityRef, now } = props;
  const { startedAt, endedAt, endedBetween } = event;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const paths = useEntityPaths();
  const lasted = () => {
    if (endedBetween) {
      return t('health.issues.endedBetween', {
        from: time.short(startedAt, now),
        after: time.short(endedBetween.from, now),
        to: time.short(endedBetween.to, now),
      });
    }
    if (!endedAt) return time.short(startedAt, now);
    return t('health.issues.lasted', {
      from: time.short(startedAt, now),
      to: time.short(endedAt, now),
      duration: time.duration(millis(endedAt) - millis(startedAt)),
    });
  };
  return (
    <li className={classes.row}>
      <KindIcon event={event} />
      <Link to={paths.changes(entityRef, event.id)}>{event.title}</Link>
      <div className={classes.facts}>
        {event.environment && <Chip>{event.environment}</Chip>}
        <span>{lasted()}</span>
      </div>
    </li>
  );
}
