import type { ServiceRow } from '@ripplehq/backstage-plugin-changes-common';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { titleBesideService } from '../../model/eventWords';
import { changesTranslationRef } from '../../translation';
import {
  Chip,
  Icon,
  KindIcon,
  STATUS_COLOR,
  StatusIcon,
  entityName,
  shownStatus,
  useEntityPaths,
  useTimeFormat,
} from '../kit';

const useStyles = makeStyles({
  health: { display: 'flex', gap: 8, alignItems: 'center' },
  word: { fontWeight: 700 },
  sub: {
    fontSize: 11.5,
    color: 'var(--tx2)',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  name: { fontWeight: 700, fontSize: 13.5 },
  line: { display: 'flex', gap: 6, alignItems: 'center', minWidth: 0 },
  cut: {
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  muted: { color: 'var(--tx2)' },
  when: { paddingLeft: 22 },
  environments: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '3px 8px',
    maxHeight: 38,
    overflow: 'hidden',
    '& span': {
      display: 'inline-flex',
      gap: 3,
      alignItems: 'center',
      fontSize: 11.5,
      whiteSpace: 'nowrap',
    },
  },
});

interface CellProps {
  service: ServiceRow;
  now: number;
}

export function HealthCell(props: CellProps) {
  const { service, now } = props;
  const { health } = service;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const status = shownStatus(health);
  const detail = () => {
    if (status === 'unknown') return t('explorer.notWatched');
    if (!health.since || status === 'healthy') return undefined;
    if (status === 'stale') {
      return t('explorer.lastSeen', { moment: time.short(health.since, now) });
    }
    return t('explorer.since', {
      moment: time.short(health.since, now),
      duration: time.since(health.since, now),
    });
  };
  return (
    <div className={classes.health} title={health.reason}>
      <StatusIcon status={status} word="beside" />
      <div className={classes.cut}>
        <span className={classes.word} style={{ color: STATUS_COLOR[status] }}>
          {t(`status.${status}`)}
        </span>
        {detail() && <div className={classes.sub}>{detail()}</div>}
      </div>
    </div>
  );
}

export function ServiceCell(props: { service: ServiceRow; owner?: 'shown' }) {
  const { service } = props;
  const classes = useStyles();
  const paths = useEntityPaths();
  const facts = [
    service.system && entityName(service.system),
    // In a narrow table the owner matters more than the type.
    props.owner && service.owner
      ? entityName(service.owner)
      : service.type ?? service.kind.toLocaleLowerCase('en-US'),
  ];
  return (
    <>
      <div className={classes.cut}>
        <Link
          to={paths.changes(service.entityRef)}
          className={classes.name}
          title={service.title}
        >
          {service.title}
        </Link>
      </div>
      <div className={classes.sub}>{facts.filter(Boolean).join(' · ')}</div>
    </>
  );
}

export function IssuesCell(props: { service: ServiceRow }) {
  const { service } = props;
  const { issues, issueCount, likelyCause, health } = service;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const paths = useEntityPaths();
  if (isUnbound(service)) {
    return (
      <Link to={paths.health(service.entityRef)}>
        {t('explorer.addAnnotation')}
      </Link>
    );
  }
  if (issues.length === 0) {
    return (
      <div className={`${classes.cut} ${classes.muted}`} title={health.reason}>
        {health.status === 'healthy' ? t('explorer.nothing') : health.reason}
      </div>
    );
  }
  return (
    <>
      <div className={classes.line}>
        <span
          className={classes.cut}
          title={issues.map(issue => issue.title).join('\n')}
        >
          {issues[0].title}
        </span>
        {issueCount > 1 && (
          <Chip>{t('explorer.more', { number: String(issueCount - 1) })}</Chip>
        )}
      </div>
      {likelyCause && (
        <div className={classes.sub} title={likelyCause.title}>
          <Icon name="ripple" size={12} />{' '}
          {likelyCause.degree === 0
            ? t('explorer.likelyOwn', {
                title: titleBesideService(likelyCause.title, service.title),
              })
            : t('explorer.likely', {
                title: likelyCause.title,
                place: t('hops', { count: likelyCause.degree }),
              })}
        </div>
      )}
    </>
  );
}

export function LastChangeCell(props: CellProps) {
  const { service, now } = props;
  const { lastChange } = service;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const paths = useEntityPaths();
  if (!lastChange) {
    return <span className={classes.muted}>{t('explorer.nothing')}</span>;
  }
  return (
    <>
      <div className={classes.line}>
        <KindIcon event={lastChange} />
        <Link
          className={classes.cut}
          style={{ color: 'inherit' }}
          to={paths.changes(service.entityRef, lastChange.id)}
          title={lastChange.title}
        >
          {titleBesideService(lastChange.title, service.title)}
        </Link>
      </div>
      <div className={`${classes.sub} ${classes.when}`}>
        {time.ago(lastChange.startedAt, now)}
      </div>
    </>
  );
}

export function ReadyCell(props: { service: ServiceRow }) {
  const { ready, health } = props.service;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  if (!ready) {
    return <span className={classes.muted}>{t('explorer.nothing')}</span>;
  }
  const text = `${ready.ready}/${ready.desired}`;
  if (health.status === 'unknown') {
    return (
      <span className={classes.muted}>
        {t('explorer.then', { ready: <b>{text}</b> })}
      </span>
    );
  }
  return (
    <b
      style={ready.ready < ready.desired ? { color: 'var(--bad)' } : undefined}
    >
      {text}
    </b>
  );
}

export function EnvironmentsCell(props: { service: ServiceRow }) {
  const { environments } = props.service;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  if (environments.length === 0) {
    return <span className={classes.muted}>{t('explorer.nothing')}</span>;
  }
  return (
    <div
      className={classes.environments}
      title={environments
        .map(({ name, status }) => `${name}: ${t(`status.${status}`)}`)
        .join('\n')}
    >
      {environments.map(({ name, status }) => (
        <span key={name}>
          <StatusIcon status={status} size={12} />
          {name}
        </span>
      ))}
    </div>
  );
}

export function OwnerCell(props: { service: ServiceRow }) {
  const { owner } = props.service;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const paths = useEntityPaths();
  if (!owner) {
    return <span className={classes.muted}>{t('explorer.nothing')}</span>;
  }
  return (
    <div className={classes.cut}>
      <Link to={paths.entity(owner)}>{entityName(owner)}</Link>
    </div>
  );
}

// Nothing is known of it and nothing ever was: it has no workload, rather than one that nobody watches.
function isUnbound(service: ServiceRow): boolean {
  return (
    service.health.status === 'unknown' &&
    !service.health.since &&
    !service.ready &&
    service.environments.length === 0
  );
}
