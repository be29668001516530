import type {
  EntityHealth,
  Suspects,
} from '@ripplehq/backstage-plugin-changes-common';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import {
  Button,
  CoverageRow,
  Icon,
  Panel,
  STATUS_COLOR,
  StatusIcon,
  ZoneSwitch,
  shownStatus,
  useEntityPaths,
  useHeadline,
  useTimeFormat,
} from '../kit';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: '44px minmax(0, 1fr) auto',
    gap: '4px 14px',
    padding: '16px 18px',
    borderLeft: '5px solid',
    '@media (max-width: 1100px)': {
      gridTemplateColumns: '44px minmax(0, 1fr)',
    },
  },
  title: {
    fontSize: 21,
    fontWeight: 700,
    lineHeight: 1.25,
    '& small': { fontSize: 15, fontWeight: 400, color: 'var(--tx2)' },
  },
  reason: { marginTop: 3, fontSize: 13.5, maxWidth: 860 },
  cause: {
    alignSelf: 'start',
    maxWidth: 500,
    minWidth: 0,
    '& > *': { maxWidth: '100%' },
    '& span': { overflow: 'hidden', textOverflow: 'ellipsis' },
    '@media (max-width: 1100px)': {
      gridColumn: 2,
      justifySelf: 'start',
      '&:not(:empty)': { marginTop: 4 },
    },
  },
  sources: { gridColumn: '2 / -1', marginTop: 8 },
});

/** One sentence: how the entity is, since when, and why that is thought; with what it was worked out from. */
export function HealthHeadline(props: {
  health: EntityHealth;
  suspects: Suspects | undefined;
  now: number;
}) {
  const { health, suspects, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const headline = useHeadline();
  const time = useTimeFormat();
  return (
    <Panel label={t('health.title')}>
      <div
        className={classes.root}
        style={{ borderLeftColor: STATUS_COLOR[health.status] }}
      >
        <StatusIcon status={shownStatus(health)} size={40} word="beside" />
        <div>
          <h2 className={classes.title}>
            {headline(health, now)}{' '}
            {health.since && health.status !== 'healthy' && (
              <small>
                {time.day(health.since, now)}, {time.since(health.since, now)}
              </small>
            )}
          </h2>
          <p className={classes.reason}>{health.reason}</p>
        </div>
        <div className={classes.cause}>
          <WayOn health={health} suspects={suspects} />
        </div>
        <div className={classes.sources}>
          <CoverageRow
            title={t('health.workedOutFrom')}
            coverage={health.coverage}
            now={now}
          >
            <ZoneSwitch />
          </CoverageRow>
        </div>
      </div>
    </Panel>
  );
}

/** To the likely cause, where one is more likely than none. */
function WayOn(props: {
  health: EntityHealth;
  suspects: Suspects | undefined;
}) {
  const { health, suspects } = props;
  const { t } = useTranslationRef(changesTranslationRef);
  const paths = useEntityPaths();
  if (health.status !== 'unhealthy' && health.status !== 'degraded') {
    return null;
  }
  const [first] = suspects?.suspects ?? [];
  if (!first || first.probability <= suspects!.noChange) {
    return (
      <Button to={paths.changes(health.entityRef)}>
        <Icon name="ripple" size={14} />
        {t('health.seeChanges')}
      </Button>
    );
  }
  return (
    <Button look="primary" to={paths.changes(health.entityRef, first.event.id)}>
      <Icon name="ripple" size={14} />
      <span>
        {t('health.likelyCause', {
          title: first.event.title,
          percent: String(Math.round(first.probability * 100)),
        })}
      </span>
    </Button>
  );
}
