import type {
  ChangeEvent,
  EntityHealth,
} from '@ripplehq/backstage-plugin-changes-common';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Icon, KindIcon, useEntityPaths, useTimeFormat } from '../kit';
import { hopsOf } from './cardFacts';

const useStyles = makeStyles({
  heading: {
    padding: '8px 16px 6px',
    borderTop: '1px solid var(--line)',
    fontSize: 11.5,
    fontWeight: 700,
    color: 'var(--tx2)',
  },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: '16px minmax(0, 1fr) auto',
    gap: 9,
    alignItems: 'center',
    padding: '7px 16px',
    borderTop: '1px solid var(--line)',
    fontSize: 12.5,
    '& a': { color: 'var(--tx)' },
    '& a:hover': { color: 'var(--link)' },
  },
  title: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  note: { color: 'var(--tx2)', fontSize: 11.5, whiteSpace: 'nowrap' },
  quiet: { gridColumn: '1 / -1', color: 'var(--tx2)' },
});

/** At most three changes, newest first, each with how long ago and how far away or by whom. */
export function LastChanges(props: {
  health: EntityHealth;
  events: ChangeEvent[] | undefined;
  now: number;
}) {
  const { health, events, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const paths = useEntityPaths();
  const note = (event: ChangeEvent) => {
    const hops = hopsOf(event, health);
    const place =
      hops === undefined ? event.actor?.name : t('hops', { count: hops });
    return [time.ago(event.startedAt, now), place].filter(Boolean).join(' · ');
  };
  return (
    <>
      <h3 className={classes.heading}>{t('card.lastChanges')}</h3>
      <ul className={classes.list}>
        {events?.map(event => (
          <li key={event.id} className={classes.row}>
            <KindIcon event={event} />
            <Link
              to={paths.changes(health.entityRef, event.id)}
              className={classes.title}
              title={event.title}
            >
              {event.title}
            </Link>
            <span className={classes.note}>{note(event)}</span>
          </li>
        ))}
        {events?.length === 0 && (
          <li className={classes.row}>
            <span className={classes.quiet}>{t('card.noChanges')}</span>
          </li>
        )}
        {health.dependenciesWithheld > 0 && (
          <li className={classes.row}>
            <Icon name="withheld" size={14} color="var(--unk)" />
            <span className={classes.note}>
              {t('withheld', { count: health.dependenciesWithheld })}
            </span>
          </li>
        )}
      </ul>
    </>
  );
}
