import type { WorldClock } from '../clock/index.ts';
import type { WorldDescription } from '../world/index.ts';
import type { Fleet } from './Fleet.ts';
import type { PastRelease } from './pastReleases.ts';

/**
 * The week before the last day, thinly: what was deployed. Nobody watches yet; what is left of it is what clusters remember.
 * @param lastDay - when the last day begins, in epoch milliseconds
 */
export function history(options: {
  world: WorldDescription;
  clock: Pick<WorldClock, 'at'>;
  fleet: Fleet;
  lastDay: number;
  releasesOf: (service: string) => readonly PastRelease[];
}): void {
  const { clock, fleet, lastDay, releasesOf, world } = options;
  fleet.install(({ name }) => releasesOf(name)[0].version);
  for (const { name } of world.services) {
    for (const { beforeLastDayMs, version } of releasesOf(name).slice(1)) {
      for (const cluster of fleet.clustersOf(name)) {
        clock.at(lastDay - beforeLastDayMs, () =>
          fleet.deploy({ service: name, cluster }, { version }),
        );
      }
    }
  }
}
