import { useMemo } from 'react';
import { useApi, storageApiRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import useObservable from 'react-use/esm/useObservable';
import { changesTranslationRef } from '../../translation';
import { TimeFormat } from './TimeFormat';

const ZONE_KEY = 'zone';

/** The zone that times are shown in: the browser's, or UTC. Remembered for the person, the same on all screens. */
export function useZone(): {
  zone: string;
  browserZone: string;
  toggle(): void;
} {
  const storage = useApi(storageApiRef);
  const bucket = useMemo(() => storage.forBucket('changes'), [storage]);
  const stored = useObservable(
    useMemo(() => bucket.observe$<string>(ZONE_KEY), [bucket]),
    bucket.snapshot<string>(ZONE_KEY),
  );
  const browserZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = stored.value === 'UTC' ? 'UTC' : browserZone;
  return {
    zone,
    browserZone,
    toggle: () => void bucket.set(ZONE_KEY, zone === 'UTC' ? 'browser' : 'UTC'),
  };
}

/** Writes times in the reader's zone and the portal's language. */
export function useTimeFormat(): TimeFormat {
  const { zone } = useZone();
  const { t } = useTranslationRef(changesTranslationRef);
  return useMemo(
    () =>
      TimeFormat.create({
        zone,
        locale: t('time.locale'),
        words: {
          duration: ({ unit, count }) =>
            t(`time.${unit}`, { number: String(count) }),
          longDuration: ({ unit, count }) => {
            if (unit === 'hours') return t('time.longHours', { count });
            if (unit === 'days') return t('time.longDays', { count });
            return t(`time.${unit}`, { number: String(count) });
          },
          ago: duration => t('time.ago', { duration }),
          now: t('time.now'),
          moment: (absolute, relative) =>
            t('time.moment', { absolute, relative }),
        },
      }),
    [zone, t],
  );
}
