import type { WorkloadSummary } from '@ripplehq/backstage-plugin-changes-common';
import type { ContainerState, PodObject } from '../kinds';

/** The kubelet forgets how often a container crashed once it has run for so long. */
const CRASH_MEMORY_MS = 10 * 60_000;
/** A container that has been ready for so long has recovered. */
const RECOVERY_MS = CRASH_MEMORY_MS / 5;
/** One restart may be anything. */
const RESTARTS_MIN = 2;

export type Crashing = NonNullable<WorkloadSummary['crashing']>;

/**
 * Whether most pods of a workload's current template crash again and again, and since when.
 * @param pods - of the current template
 * @param before - what was said last; its begin is kept while it goes on
 * @param now - milliseconds by the cluster's clock
 */
export function crashingOf(
  pods: PodObject[],
  before: Crashing | undefined,
  now: number,
): Crashing | undefined {
  const alive = pods.filter(pod => !pod.deletingSince);
  const crashed = alive.flatMap(pod => {
    const container = pod.containers.find(state => isCrashing(state, pod, now));
    return container ? [container] : [];
  });
  if (crashed.length * 2 <= alive.length) return undefined;
  const { name, waiting, ended } = crashed[0];
  const reason =
    ended?.reason === 'OOMKilled' ? 'OOMKilled' : waiting ?? 'CrashLoopBackOff';
  return {
    pods: crashed.length,
    of: alive.length,
    since: before?.since ?? earliestEnd(crashed) ?? new Date(now).toISOString(),
    reason,
    container: name,
    ...(ended ? { exitCode: ended.exitCode } : {}),
  };
}

/**
 * When time alone may end what {@link crashingOf} says.
 * @param now - milliseconds by the cluster's clock
 */
export function crashingMayEndAt(
  pods: PodObject[],
  now: number,
): number | undefined {
  const ends = pods.flatMap(pod =>
    pod.containers
      .filter(container => isCrashing(container, pod, now))
      .flatMap(({ ended }) => [
        ...(ended?.at ? [Date.parse(ended.at) + CRASH_MEMORY_MS] : []),
        ...(pod.isReady && pod.readySince
          ? [Date.parse(pod.readySince) + RECOVERY_MS]
          : []),
      ]),
  );
  const next = Math.min(...ends.filter(at => at > now));
  return Number.isFinite(next) ? next : undefined;
}

function isCrashing(
  container: ContainerState,
  pod: PodObject,
  now: number,
): boolean {
  if (container.waiting === 'CrashLoopBackOff') return true;
  const { ended, restarts } = container;
  if (!ended || ended.exitCode === 0 || restarts < RESTARTS_MIN) return false;
  // Between two crashes it runs, and may even be ready, for a while.
  const endedAt = ended.at === undefined ? now : Date.parse(ended.at);
  const readyFor =
    pod.isReady && pod.readySince ? now - Date.parse(pod.readySince) : 0;
  return now - endedAt < CRASH_MEMORY_MS && readyFor < RECOVERY_MS;
}

function earliestEnd(containers: ContainerState[]): string | undefined {
  return containers
    .flatMap(({ ended }) => (ended?.at ? [ended.at] : []))
    .sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}
