import type { EntityHealth } from '@ripplehq/backstage-plugin-changes-common';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import {
  Panel,
  STATUS_COLOR,
  ShownStatus,
  StatusIcon,
  coverageName,
  coverageEntries,
  entityName,
  useEntityPaths,
  useTimeFormat,
} from '../kit';

type ThirdParty = EntityHealth['thirdParties'][number];

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: '16px minmax(0, 1fr) auto',
    gap: '2px 10px',
    alignItems: 'center',
    padding: '9px 16px',
    borderTop: '1px solid var(--line)',
    fontSize: 12.5,
    '&:first-of-type': { borderTop: 0 },
  },
  name: { fontWeight: 700, overflowWrap: 'anywhere' },
  note: { gridColumn: '2 / -1', fontSize: 11.5, color: 'var(--tx2)' },
});

/** What of others this needs: how each says it is, on which way it is needed, and how old that word is. */
export function ThirdPartiesPanel(props: {
  thirdParties: ThirdParty[];
  now: number;
}) {
  const { thirdParties, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  if (thirdParties.length === 0) return null;
  return (
    <Panel
      title={t('health.thirdParties.title')}
      aside={String(thirdParties.length)}
    >
      <ul className={classes.list}>
        {thirdParties.map(thirdParty => (
          <ThirdPartyRow
            key={thirdParty.entityRef}
            thirdParty={thirdParty}
            now={now}
          />
        ))}
      </ul>
    </Panel>
  );
}

function ThirdPartyRow(props: { thirdParty: ThirdParty; now: number }) {
  const { thirdParty, now } = props;
  const { health, coverage, degree, path } = thirdParty;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const paths = useEntityPaths();
  const status: ShownStatus =
    health.status === 'unknown' && coverage?.state === 'stale'
      ? 'stale'
      : health.status;
  const via =
    degree > 1
      ? t('health.thirdParties.via', {
          name: entityName(path[path.length - 2]),
          hops: t('hops', { count: degree }),
        })
      : t('hops', { count: degree });
  const answered = () => {
    if (!coverage) return undefined;
    const [entry] = coverageEntries([coverage], now);
    const words = {
      source: entry ? coverageName(entry, [entry]) : coverage.source,
      moment: time.moment(coverage.at, now),
    };
    return coverage.state === 'live'
      ? t('health.thirdParties.answered', words)
      : t('health.thirdParties.silent', words);
  };
  return (
    <li className={classes.row}>
      <StatusIcon status={status} word="beside" />
      <Link to={paths.health(thirdParty.entityRef)} className={classes.name}>
        {thirdParty.title}
      </Link>
      <span style={{ color: STATUS_COLOR[status] }}>
        {t(`health.thirdParties.${status as Exclude<ShownStatus, 'withheld'>}`)}
      </span>
      <div className={classes.note}>
        {[
          ...thirdParty.incidents.map(incident =>
            t('health.thirdParties.incident', {
              title: incident.title,
              moment: time.short(incident.startedAt, now),
            }),
          ),
          via,
          answered(),
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
    </li>
  );
}
