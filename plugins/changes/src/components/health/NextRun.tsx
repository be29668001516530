import type { EntityHealth } from '@ripplehq/backstage-plugin-changes-common';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { millis, useTimeFormat } from '../kit';

type Summary = NonNullable<EntityHealth['workloads'][number]['summary']>;

const useStyles = makeStyles({
  schedule: { fontSize: 11.5, color: 'var(--tx2)' },
});

/** When a CronJob is due next, or that it is switched off, with its schedule as it is written. */
export function NextRun(props: {
  schedule: Extract<Summary, { type: 'schedule' }>;
  now: number;
}) {
  const { schedule, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const words = () => {
    if (schedule.suspended) return t('health.workloads.suspended');
    if (!schedule.nextAt) return undefined;
    const moment = time.short(schedule.nextAt, now);
    return millis(schedule.nextAt) < now
      ? t('health.workloads.due', { moment })
      : t('health.workloads.next', { moment });
  };
  return (
    <>
      {words()}
      <div className={classes.schedule}>
        <code>{schedule.schedule}</code>
        {schedule.timeZone && ` ${schedule.timeZone}`}
      </div>
    </>
  );
}
