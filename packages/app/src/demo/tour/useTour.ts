import { useCallback, useEffect, useState } from 'react';
import { storageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { z } from 'zod';
import { TOUR_SCENES } from './tourScenes';

const BUCKET = 'demo';
const KEY = 'tour';

const tourSchema = z.object({
  open: z.boolean(),
  /** The text of the scene is shown, not only its title. */
  expanded: z.boolean(),
  scene: z
    .number()
    .int()
    .min(0)
    .max(TOUR_SCENES.length - 1),
});

export type Tour = z.infer<typeof tourSchema>;

const BEGINNING: Tour = { open: true, expanded: true, scene: 0 };

/** Where the visitor is in the tour; remembered over reloads and visits. */
export function useTour(): [Tour, (change: Partial<Tour>) => void] {
  const storage = useApi(storageApiRef);
  const [tour, setTour] = useState<Tour>(() =>
    read(storage.forBucket(BUCKET).snapshot(KEY).value),
  );
  useEffect(() => {
    const subscription = storage
      .forBucket(BUCKET)
      .observe$(KEY)
      .subscribe(({ presence, value }) => {
        if (presence === 'present') setTour(read(value));
      });
    return () => subscription.unsubscribe();
  }, [storage]);
  const change = useCallback(
    (part: Partial<Tour>) => {
      const next = { ...tour, ...part };
      setTour(next);
      void storage.forBucket(BUCKET).set(KEY, next);
    },
    [storage, tour],
  );
  return [tour, change];
}

function read(stored: unknown): Tour {
  const parsed = tourSchema.safeParse(stored);
  return parsed.success ? parsed.data : BEGINNING;
}
