import type { EntityHealth } from '@ripplehq/backstage-plugin-changes-common';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Icon, ShapeName, millis, useTimeFormat } from '../kit';

type Summary = NonNullable<EntityHealth['workloads'][number]['summary']>;

/** One run of a Job, or the last one of a CronJob. */
export type Run = NonNullable<
  Extract<Summary, { type: 'schedule' }>['lastRun']
>;

const LOOK: Record<Run['state'], { shape: ShapeName; color: string }> = {
  waiting: { shape: 'stale', color: 'var(--unk)' },
  running: { shape: 'deployment-in-progress', color: 'var(--k-roll)' },
  succeeded: { shape: 'check', color: 'var(--ok)' },
  failed: { shape: 'cross', color: 'var(--bad)' },
};

/** How a run ended, or that it goes on. */
export function RunState(props: { run: Run | undefined }) {
  const { run } = props;
  const { t } = useTranslationRef(changesTranslationRef);
  if (!run) return <>–</>;
  const { shape, color } = LOOK[run.state];
  return (
    <>
      <Icon name={shape} color={color} size={12} />{' '}
      {t(`health.run.${run.state}`)}
      {run.reason && <div style={{ color: 'var(--tx2)' }}>{run.reason}</div>}
    </>
  );
}

/** When a run began and how long it took, or takes. */
export function RunTimes(props: { run: Run | undefined; now: number }) {
  const { run, now } = props;
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  if (!run?.startedAt) return <>{run ? '–' : t('health.workloads.noRun')}</>;
  return (
    <>
      {run.endedAt
        ? t('health.run.took', {
            moment: time.short(run.startedAt, now),
            duration: time.duration(
              millis(run.endedAt) - millis(run.startedAt),
            ),
          })
        : t('health.run.since', {
            moment: time.short(run.startedAt, now),
            duration: time.since(run.startedAt, now),
          })}
    </>
  );
}
