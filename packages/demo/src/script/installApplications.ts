import type { Stage } from './Stage.ts';

/** Argo CD's Applications, for what runs when the last day begins. */
export function installApplications({
  argocd,
  clock,
  code,
  fleet,
  world,
}: Stage): void {
  for (const { name: service } of world.services) {
    for (const cluster of fleet.clustersOf(service)) {
      const place = { service, cluster };
      if (!argocd.looksAfter(place)) continue;
      clock.after(0, async () =>
        argocd.install(
          place,
          await code.commitOf(service, fleet.versionOf(place)),
        ),
      );
    }
  }
}
