import { useState } from 'react';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { EventDetail } from '@ripplehq/backstage-plugin-changes-common';
import { changesTranslationRef } from '../../translation';
import {
  Button,
  StatusIcon,
  entityName,
  shownStatus,
  useEntityPaths,
  useTimeFormat,
} from '../kit';
import { Section } from './Section';

const useStyles = makeStyles({
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: 12.5,
    '& td': { padding: '3px 6px 3px 0' },
    '& b': { fontWeight: 700 },
  },
  sub: { color: 'var(--tx2)' },
});

/** Services that depend on this one, those that are not well first; healthy ones as a number. */
export function Affected(props: {
  affects: EventDetail['affects'];
  withheld: number;
  now: number;
}) {
  const { withheld, now } = props;
  // An API is a step on the way to who uses it.
  const affects = props.affects.filter(
    ({ entityRef }) => !entityRef.startsWith('api:'),
  );
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const paths = useEntityPaths();
  const [all, setAll] = useState(false);
  if (affects.length === 0 && withheld === 0) return null;
  const well = affects.filter(({ health }) => health.status === 'healthy');
  const ill = affects.filter(({ health }) => health.status !== 'healthy');
  const shown = all || well.length <= 1 ? [...ill, ...well] : ill;
  const words = ({ health }: EventDetail['affects'][number]) => {
    if (health.status === 'unknown') return t('drawer.affects.notWatched');
    if (health.status === 'healthy' || !health.since) {
      return t(`status.${health.status}`);
    }
    return t('drawer.affects.since', {
      status: t(`status.${health.status}`),
      moment: time.short(health.since, now),
    });
  };
  return (
    <Section
      title={t('drawer.affects.title')}
      aside={t('drawer.affects.number', { count: affects.length + withheld })}
    >
      <table className={classes.table}>
        <tbody>
          {shown.map(entity => (
            <tr key={entity.entityRef}>
              <td>
                <StatusIcon
                  status={shownStatus(entity.health)}
                  size={14}
                  word="beside"
                />{' '}
                <Link to={paths.changes(entity.entityRef)}>
                  <b>{entity.title}</b>
                </Link>
              </td>
              <td>{words(entity)}</td>
              <td className={classes.sub}>
                {t('hops', { count: entity.degree })}
                {entity.owner && ` · ${entityName(entity.owner)}`}
              </td>
            </tr>
          ))}
          {shown.length < affects.length && (
            <tr>
              <td>
                <StatusIcon status="healthy" size={14} word="beside" />{' '}
                {ill.length > 0
                  ? t('drawer.affects.others', { count: well.length })
                  : t('timeline.services', { count: well.length }).replace(
                      '· ',
                      '',
                    )}
              </td>
              <td>{t('drawer.affects.healthy')}</td>
              <td>
                <Button look="link" onClick={() => setAll(true)}>
                  {t('drawer.affects.show')}
                </Button>
              </td>
            </tr>
          )}
          {withheld > 0 && (
            <tr>
              <td colSpan={3} className={classes.sub}>
                <StatusIcon status="withheld" size={14} word="beside" />{' '}
                {t('drawer.affects.withheld', { count: withheld })}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </Section>
  );
}
