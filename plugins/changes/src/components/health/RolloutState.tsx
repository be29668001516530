import type { WorkloadSummary } from '@ripplehq/backstage-plugin-changes-common';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Icon, ShapeName, useTimeFormat } from '../kit';

type Rollout = NonNullable<WorkloadSummary['rollout']>;

const LOOK: Record<Rollout['state'], { shape: ShapeName; color: string }> = {
  complete: { shape: 'check', color: 'var(--tx2)' },
  'in-progress': { shape: 'deployment-in-progress', color: 'var(--k-roll)' },
  failed: { shape: 'deployment-failed', color: 'var(--bad)' },
  paused: { shape: 'deployment-superseded', color: 'var(--tx2)' },
};

/** How the last rollout of a workload went, or goes. */
export function RolloutState(props: { summary: WorkloadSummary; now: number }) {
  const { summary, now } = props;
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const { rollout } = summary;
  if (!rollout) return <>–</>;
  const { state, since, reason } = rollout;
  const words = () => {
    const counts = {
      updated: String(summary.updated),
      desired: String(summary.desired),
    };
    switch (state) {
      case 'complete':
        return since
          ? t('health.rollout.complete', { moment: time.short(since, now) })
          : t('health.rollout.completeEver');
      case 'failed':
        return since
          ? t('health.rollout.failed', { moment: time.short(since, now) })
          : t('health.rollout.failedEver');
      case 'in-progress':
        return since
          ? t('health.rollout.in-progress', {
              duration: time.since(since, now),
              ...counts,
            })
          : t('health.rollout.in-progressEver', counts);
      default:
        return t('health.rollout.paused');
    }
  };
  return (
    <>
      <Icon name={LOOK[state].shape} color={LOOK[state].color} size={12} />{' '}
      {words()}
      {reason && <div style={{ color: 'var(--tx2)' }}>{reason}</div>}
    </>
  );
}
