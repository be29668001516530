import type { EntityHealth } from '@ripplehq/backstage-plugin-changes-common';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import type { ShownStatus } from './StatusIcon';
import { millis } from './TimeFormat';
import { useTimeFormat } from './useTimeFormat';

type Health = Pick<EntityHealth, 'status' | 'since'>;

/** Unknown since some moment means that it was watched before: stale. */
export function shownStatus(health: Health): ShownStatus {
  return health.status === 'unknown' && health.since ? 'stale' : health.status;
}

/** "Unhealthy since 02:46", "Healthy for 6 days", "Unknown since 02:25", "Healthy". */
export function useHeadline(): (health: Health, now: number) => string {
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  return ({ status, since }, now) => {
    const word = t(`status.${status}`);
    if (!since) return t('headline.plain', { status: word });
    return status === 'healthy'
      ? t('headline.lasting', {
          status: word,
          duration: time.longDuration(now - millis(since)),
        })
      : t('headline.since', { status: word, moment: time.short(since, now) });
  };
}
