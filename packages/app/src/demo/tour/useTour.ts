import { useCallback, useState } from 'react';
import { z } from 'zod';
import { TOUR_SCENES } from './tourScenes';

const KEY = 'ripple-demo-tour';

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

/**
 * Where the visitor is in the tour; remembered over reloads and visits. Kept in the browser, not in the settings of the signed-in
 * user: a scene asks to sign in as somebody else, another stops the backend.
 */
export function useTour(): [Tour, (change: Partial<Tour>) => void] {
  const [tour, setTour] = useState(read);
  const change = useCallback(
    (part: Partial<Tour>) => {
      const next = { ...tour, ...part };
      setTour(next);
      window.localStorage.setItem(KEY, JSON.stringify(next));
    },
    [tour],
  );
  return [tour, change];
}

function read(): Tour {
  try {
    const stored = window.localStorage.getItem(KEY);
    return tourSchema.parse(JSON.parse(stored ?? ''));
  } catch {
    return BEGINNING;
  }
}
