import { NOTHING, type Detector } from '../Detector';
import { livingPods } from '../pods/signs';
import type { Restart, WorkloadFacts } from '../WorkloadFacts';
import { isCrashing } from './crashLoop';

/** One restart of a container may be anything; that all of a workload's restart once is most often their node's. */
const OF_ONE_MIN = 2;
const SHOWN = 5;

/**
 * Containers are started again more often than they should be, although they come up each time: a rate within a window, never "has ever
 * restarted". Those that crash again and again are told as such.
 */
export const restartsRising: Detector<WorkloadFacts> = {
  name: 'restarts',
  yieldsTo: ['oom-killed', 'probe-startup', 'probe-liveness', 'crash-loop'],
  detect(facts, now, settings) {
    const { count, withinSeconds } = settings.restarts;
    const at = Date.parse(now);
    const windowMs = withinSeconds * 1000;
    const living = new Map(livingPods(facts).map(pod => [pod.name, pod]));
    const recent = facts.restarts.filter(
      restart =>
        Date.parse(restart.at) + windowMs > at && living.has(restart.pod),
    );
    const groups = [...byContainer(recent).values()].filter(group => {
      const { pod, container } = group[0];
      const state = living
        .get(pod)!
        .containers.find(({ name }) => name === container);
      return (
        sum(group) >= OF_ONE_MIN &&
        !(state && isCrashing(living.get(pod)!, state, at, settings))
      );
    });
    const repeated = groups.flat();
    const total = sum(repeated);
    if (total < count) return NOTHING;
    const oldest = Math.min(...repeated.map(one => Date.parse(one.at)));
    const pods = [...new Set(repeated.map(({ pod }) => pod))];
    return {
      findings: [
        {
          cause: '',
          severity: 'warning',
          title: `${total} restarts of ${
            pods.length === 1 ? 'one pod' : `${pods.length} pods`
          } within ${Math.round(withinSeconds / 60)} min`,
          since: new Date(oldest).toISOString(),
          evidence: [
            {
              label: 'Restarts',
              text: groups
                .sort((a, b) => sum(b) - sum(a))
                .slice(0, SHOWN)
                .map(
                  group =>
                    `${group[0].pod} ${group[0].container}: ${sum(
                      group,
                    )}, the last one at ${group.at(-1)!.at}`,
                )
                .join('\n'),
            },
          ],
          witnesses: { pods, of: Math.max(living.size, pods.length) },
        },
      ],
      recheckAt: new Date(oldest + windowMs).toISOString(),
    };
  },
};

function byContainer(restarts: readonly Restart[]): Map<string, Restart[]> {
  const groups = new Map<string, Restart[]>();
  for (const restart of restarts) {
    const key = `${restart.pod} ${restart.container}`;
    groups.set(key, [...(groups.get(key) ?? []), restart]);
  }
  return groups;
}

function sum(restarts: readonly Restart[]): number {
  return restarts.reduce((total, { count }) => total + count, 0);
}
