import type { Restart } from '../health';
import type { PodObject } from '../kinds';

const KEPT_MS = 3_600_000;
const KEPT = 200;

/**
 * Restarts of late of a workload's containers, the oldest first, with those by which a pod differs from how it was.
 * @param before - where nobody has seen a container end before, only its last end has a time
 * @returns the same list where there are none
 */
export function withRestarts(
  known: readonly Restart[],
  before: PodObject | undefined,
  pod: PodObject,
  now: string,
): readonly Restart[] {
  const oldest = Date.parse(now) - KEPT_MS;
  const news = pod.containers.flatMap(
    ({ name, restarts, ended }): Restart[] => {
      const was = before?.containers.find(container => container.name === name);
      const at = ended?.at ?? now;
      const count = was ? restarts - was.restarts : Math.min(restarts, 1);
      return count > 0 && Date.parse(at) >= oldest
        ? [{ pod: pod.name, container: name, at, count }]
        : [];
    },
  );
  if (news.length === 0) return known;
  return [...known, ...news.filter(restart => !isKnown(known, restart))]
    .filter(({ at }) => Date.parse(at) >= oldest)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .slice(-KEPT);
}

function isKnown(known: readonly Restart[], { pod, container, at }: Restart) {
  return known.some(
    restart =>
      restart.pod === pod &&
      restart.container === container &&
      restart.at === at,
  );
}
