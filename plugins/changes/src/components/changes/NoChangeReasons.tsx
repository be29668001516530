import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Suspects } from '@ripplehq/backstage-plugin-changes-common';
import { changesTranslationRef } from '../../translation';
import { coverageName, useTimeFormat } from '../kit';
import { usePercent } from './Percent';

/** Silent sources that the last row names. */
const SILENT_NAMED = 2;

const useStyles = makeStyles({ root: { color: 'var(--tx2)' } });

/** What stands behind "no recorded change": the other changes' share, and what could not be seen. */
export function NoChangeReasons(props: {
  suspects: Suspects;
  others: { count: number; percent: number };
  now: number;
}) {
  const { suspects, others, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const percent = usePercent();
  const silent = suspects.coverage.filter(({ state }) => state !== 'live');
  const parts = [
    suspects.suspects.length === 0 ? t('changesTab.causes.noCandidate') : '',
    others.count > 0
      ? t('changesTab.causes.others', {
          count: others.count,
          percent: percent(others.percent),
        })
      : '',
    ...silent.slice(0, SILENT_NAMED).map(({ source, instance, completeTo }) => {
      const name = coverageName({ source, instance }, suspects.coverage);
      return completeTo
        ? t('changesTab.causes.unknownAfter', {
            source: name,
            moment: time.short(completeTo, now),
          })
        : t('changesTab.causes.notWatched', { source: name });
    }),
    suspects.withheld > 0
      ? t('changesTab.causes.withheld', { count: suspects.withheld })
      : '',
  ].filter(Boolean);
  return parts.length === 0 ? null : (
    <span className={classes.root}>· {parts.join(' · ')}</span>
  );
}
