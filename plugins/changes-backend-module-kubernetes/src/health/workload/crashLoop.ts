import type { ContainerState, PodObject } from '../../kinds';
import type { Detector } from '../Detector';
import type { HealthSettings } from '../HealthSettings';
import type { WorkloadFacts } from '../WorkloadFacts';
import {
  containersEvidence,
  eventsEvidence,
  logOf,
  nodesEvidence,
  type ContainerSign,
} from '../pods/evidence';
import { isRecovering, recoveredAt } from '../pods/recovery';
import { detectionOf, livingPods, recheckedAt } from '../pods/signs';

/** The kubelet forgets how often a container crashed once it has run for so long: `MaxContainerBackOff`, twice over. */
export const CRASH_MEMORY_MS = 10 * 60_000;
const BACK_OFF = 'CrashLoopBackOff';

/**
 * A container that ends again and again: the kubelet backs off from starting it (`CrashLoopBackOff`), or it ended badly more than once
 * and has not been ready for long since. Between two crashes it runs, and may even be ready, for a while: that ends nothing.
 */
export const crashLoop: Detector<WorkloadFacts> = {
  name: 'crash-loop',
  yieldsTo: [
    'container-config',
    'oom-killed',
    'probe-startup',
    'probe-liveness',
  ],
  detect(facts, now, settings) {
    const at = Date.parse(now);
    const signs = livingPods(facts).flatMap(pod =>
      pod.containers
        .filter(container => isCrashing(pod, container, at, settings))
        .map(
          (container): ContainerSign => ({
            pod,
            container,
            cause: container.name,
            since: container.ended?.at,
          }),
        ),
    );
    const detection = detectionOf(signs, facts, now, group => ({
      title: titleOf(group[0].container),
      log: logOf(group),
      evidence: [
        ...containersEvidence(group),
        ...eventsEvidence(group, facts),
        ...nodesEvidence(group, facts),
      ],
    }));
    return recheckedAt(
      detection,
      signs.flatMap(({ pod, container }) => [
        ...(container.ended?.at && container.waiting !== BACK_OFF
          ? [Date.parse(container.ended.at) + CRASH_MEMORY_MS]
          : []),
        ...recoveredAt(pod, container, at, settings),
      ]),
    );
  },
};

/** @param now - milliseconds by the cluster's clock */
export function isCrashing(
  pod: PodObject,
  container: ContainerState,
  now: number,
  settings: HealthSettings,
): boolean {
  if (container.waiting === BACK_OFF) return true;
  const { ended, restarts } = container;
  return (
    ended !== undefined &&
    ended.exitCode !== 0 &&
    restarts >= settings.crashLoop.restarts &&
    now - (ended.at === undefined ? now : Date.parse(ended.at)) <
      CRASH_MEMORY_MS &&
    isRecovering(pod, container, now, settings)
  );
}

function titleOf({ name, ended, restarts }: ContainerState): string {
  if (!ended) return `${name} crashes again and again`;
  if (ended.exitCode === 0) {
    return `${name} ends again and again, with exit code 0, instead of running on`;
  }
  const why =
    ended.reason === 'Error'
      ? `exit code ${ended.exitCode}`
      : `${ended.reason}, exit code ${ended.exitCode}`;
  return `${name} crashes ${
    restarts > 0 ? 'again and again' : 'at its start'
  }: ${why}`;
}
