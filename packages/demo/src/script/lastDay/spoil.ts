import type { Place } from '../Fleet.ts';
import type { Stage } from '../Stage.ts';

/** Pods of a new version are created within some seconds, and each is found before it has started. */
const EVERY_MS = 250;
const FOR_MS = 15_000;

/** The pods of the version that has just been deployed will be like that. */
export function spoil(
  { clock, fleet }: Pick<Stage, 'clock' | 'fleet'>,
  place: Place,
  behavior: 'no-pull' | 'oom',
): void {
  const end = clock.every(EVERY_MS, () => fleet.misbehave(place, behavior));
  clock.after(FOR_MS, end);
}
