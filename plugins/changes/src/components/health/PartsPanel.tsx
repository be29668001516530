import type {
  EntityHealth,
  HealthPart,
} from '@ripplehq/backstage-plugin-changes-common';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import {
  Chip,
  Panel,
  STATUS_COLOR,
  StatusIcon,
  entityName,
  shownStatus,
  useEntityPaths,
  useTimeFormat,
} from '../kit';
import { StatusChips } from './StatusChips';

const useStyles = makeStyles({
  scroll: { overflowX: 'auto' },
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: 12.5,
    '& th': {
      textAlign: 'left',
      fontSize: 11.5,
      color: 'var(--tx2)',
      padding: '8px 10px',
      borderBottom: '1px solid var(--line2)',
      whiteSpace: 'nowrap',
    },
    '& td': { padding: '7px 10px', borderBottom: '1px solid var(--line)' },
    '& tr:last-child td': { borderBottom: 0 },
    '& th:first-child, & td:first-child': { paddingLeft: 16 },
    '& th:last-child, & td:last-child': { paddingRight: 16 },
  },
  name: { display: 'flex', gap: 8, alignItems: 'center', fontWeight: 700 },
  sub: { fontSize: 11.5, color: 'var(--tx2)' },
  chips: { display: 'flex', flexWrap: 'wrap', gap: 4 },
  empty: { padding: '12px 16px', color: 'var(--tx2)', fontSize: 12.5 },
});

/** What belongs to a System, a Group or a User: how each part is, the worst first. */
export function PartsPanel(props: { health: EntityHealth; now: number }) {
  const { health, now } = props;
  const { parts, partCounts, partsWithheld = 0 } = health;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  if (!parts) return null;
  return (
    <Panel
      title={t('health.parts.title')}
      aside={t('health.parts.count', {
        number: String(parts.length + partsWithheld),
      })}
    >
      {partCounts && (
        <StatusChips counts={partCounts} withheld={partsWithheld} />
      )}
      {parts.length === 0 ? (
        <p className={classes.empty}>{t('health.parts.none')}</p>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th>{t('health.parts.name')}</th>
                <th>{t('health.parts.status')}</th>
                <th>{t('health.parts.environments')}</th>
                <th>{t('health.parts.issues')}</th>
                <th>{t('health.parts.ready')}</th>
                <th>{t('health.parts.owner')}</th>
              </tr>
            </thead>
            <tbody>
              {parts.map(part => (
                <PartRow key={part.entityRef} part={part} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function PartRow(props: { part: HealthPart; now: number }) {
  const { part, now } = props;
  const { status, since, reason } = part.health;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const paths = useEntityPaths();
  return (
    <tr>
      <td>
        <div className={classes.name}>
          <StatusIcon status={shownStatus(part.health)} word="beside" />
          <Link to={paths.health(part.entityRef)}>{part.title}</Link>
        </div>
      </td>
      <td title={reason}>
        <b style={{ color: STATUS_COLOR[status] }}>{t(`status.${status}`)}</b>
        {since && status !== 'healthy' && (
          <div className={classes.sub}>
            {t('health.parts.since', { moment: time.short(since, now) })}
          </div>
        )}
      </td>
      <td>
        <div className={classes.chips}>
          {part.environments.map(environment => (
            <Chip key={environment.name}>
              <StatusIcon status={environment.status} size={12} />
              {environment.name}
            </Chip>
          ))}
        </div>
      </td>
      <td>{part.issueCount}</td>
      <td>{part.ready ? `${part.ready.ready}/${part.ready.desired}` : '–'}</td>
      <td>{part.owner ? entityName(part.owner) : '–'}</td>
    </tr>
  );
}
