import type { EntityHealth } from '@ripplehq/backstage-plugin-changes-common';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { useEntityEvents, useSuspects } from '../../api';
import {
  STATUS_COLOR,
  StatusIcon,
  coverageEntries,
  coverageName,
  shownStatus,
  useCoverageWords,
  useEntityPaths,
  useHeadline,
  useTimeFormat,
} from '../kit';
import { LastChanges } from './LastChanges';
import { LikelyCause } from './LikelyCause';
import { productionReplicas } from './cardFacts';

const HOUR_MS = 3600_000;
const RANGE_HOURS = 7 * 24;
const CHANGES_MAX = 3;
const DEGREE_MAX = 4;

const useStyles = makeStyles({
  head: {
    display: 'flex',
    gap: 12,
    alignItems: 'center',
    padding: '13px 16px',
    '& b': { display: 'block', fontSize: 17, lineHeight: 1.25 },
    '& span': { fontSize: 12.5, color: 'var(--tx2)' },
  },
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 14px',
    alignItems: 'center',
    padding: '9px 16px',
    borderTop: '1px solid var(--line)',
    fontSize: 12.5,
    '& a': { fontWeight: 700 },
  },
  sources: { marginLeft: 'auto', fontSize: 11.5, color: 'var(--tx2)' },
});

/** One status, the likely cause, at most three changes, two ways on. */
export function CardBody(props: { health: EntityHealth; now: number }) {
  const { health, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const headline = useHeadline();
  const paths = useEntityPaths();
  const isUnwell = ['unhealthy', 'degraded'].includes(health.status);
  const suspects = useSuspects(
    isUnwell ? health.entityRef : undefined,
    {},
    { channel: health.channel },
  );
  const lastHour = Math.floor(now / HOUR_MS) * HOUR_MS;
  const changes = useEntityEvents(
    health.entityRef,
    {
      type: ['change'],
      degree: DEGREE_MAX,
      limit: CHANGES_MAX,
      from: new Date(lastHour - RANGE_HOURS * HOUR_MS).toISOString(),
    },
    { channel: health.channel },
  );
  return (
    <>
      <div className={classes.head}>
        <StatusIcon status={shownStatus(health)} size={32} word="beside" />
        <div>
          <b style={{ color: STATUS_COLOR[health.status] }}>
            {headline(health, now)}
          </b>
          <Facts health={health} now={now} />
        </div>
      </div>
      <LikelyCause
        entityRef={health.entityRef}
        suspects={suspects.answer}
        now={now}
      />
      <LastChanges health={health} events={changes.answer?.events} now={now} />
      <div className={classes.foot}>
        <Link to={paths.changes(health.entityRef)}>{t('card.allChanges')}</Link>
        <Link to={paths.health(health.entityRef)}>{t('card.health')}</Link>
        <span className={classes.sources}>
          <Sources health={health} now={now} />
        </span>
      </div>
    </>
  );
}

function Facts(props: { health: EntityHealth; now: number }) {
  const { health, now } = props;
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  if (health.status === 'unknown') return <span>{health.reason}</span>;
  const replicas = productionReplicas(health);
  const facts = [
    health.status !== 'healthy' &&
      health.since &&
      time.since(health.since, now),
    t('card.issues', { count: health.issues.length + health.alerts.length }),
    replicas &&
      t('card.replicas', {
        ready: String(replicas.ready),
        desired: String(replicas.desired),
      }),
    health.status === 'healthy' &&
      health.dependencies.length > 0 &&
      !health.dependencies.some(({ health: { status } }) =>
        ['unhealthy', 'degraded'].includes(status),
      ) &&
      t('card.upstreamWell'),
  ];
  return <span>{facts.filter(Boolean).join(' · ')}</span>;
}

/** How many sources are live, and each that is not. */
function Sources(props: { health: EntityHealth; now: number }) {
  const { health, now } = props;
  const { t } = useTranslationRef(changesTranslationRef);
  const words = useCoverageWords();
  const entries = coverageEntries(health.coverage, now);
  const silent = entries.filter(entry => entry.state !== 'live');
  return (
    <>
      {[
        t('coverage.liveCount', { count: entries.length - silent.length }),
        ...silent.slice(0, 2).map(entry =>
          t('coverage.entry', {
            name: coverageName(entry, entries),
            state: words(entry, now),
          }),
        ),
        silent.length > 2 &&
          t('coverage.more', { number: String(silent.length - 2) }),
      ]
        .filter(Boolean)
        .join(', ')}
    </>
  );
}
