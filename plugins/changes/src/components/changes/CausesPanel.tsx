import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Health,
  Suspects,
} from '@ripplehq/backstage-plugin-changes-common';
import { changesTranslationRef } from '../../translation';
import {
  Panel,
  StatusIcon,
  shownStatus,
  useHeadline,
  useTimeFormat,
} from '../kit';
import { SuspectList } from './SuspectList';

const useStyles = makeStyles({
  what: { fontWeight: 400, color: 'var(--tx2)' },
  line: {
    display: 'flex',
    gap: 10,
    alignItems: 'baseline',
    padding: '11px 16px',
    fontSize: 13.5,
    '& b': { fontSize: 15 },
    '& svg': { alignSelf: 'center' },
  },
  reason: { color: 'var(--tx2)' },
});

/** What probably caused it: one sentence, suspects, and how likely it is that none of them did. */
export function CausesPanel(props: {
  suspects: Suspects;
  health: Health;
  now: number;
  /** Until when the symptom lasted, if it is over. */
  illUntil?: number;
  selected?: string;
  onOpen: (id: string) => void;
}) {
  const { suspects, health, now, illUntil } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const headline = useHeadline();
  const { symptom, onset } = suspects;
  if (!symptom) {
    return (
      <Panel label={t('changesTab.causes.label')}>
        <div className={classes.line}>
          <StatusIcon status={shownStatus(health)} word="beside" size={16} />
          <b>{headline(health, now)}</b>
          {health.reason && (
            <span className={classes.reason}>{health.reason}</span>
          )}
        </div>
      </Panel>
    );
  }
  const status = t(`status.${symptom.status}`);
  const begin = onset?.to ?? health.since;
  const heading = headingOf();
  return (
    <Panel
      label={t('changesTab.causes.label')}
      icon={<StatusIcon status={symptom.status} word="beside" />}
      title={
        <>
          {heading}{' '}
          <span className={classes.what}>
            {'· '}
            {illUntil === undefined
              ? t('changesTab.causes.what')
              : t('changesTab.causes.whatCaused')}
          </span>
        </>
      }
    >
      <SuspectList {...props} />
    </Panel>
  );

  function headingOf(): string {
    if (!begin) return status;
    return illUntil === undefined
      ? t('changesTab.causes.since', {
          status,
          since: time.short(begin, now),
          duration: time.since(begin, now),
        })
      : t('changesTab.causes.until', {
          status,
          from: time.short(begin, now),
          to: time.short(illUntil, now),
        });
  }
}
