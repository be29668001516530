import type { ContainerState, PodObject } from '../../kinds';
import type { HealthSettings } from '../HealthSettings';

/**
 * Whether a pod has not come back to itself since a container of it ended: it is not ready, or has been so only for a while after it ended
 * more than once. Between two crashes it may well be ready.
 * @param now - milliseconds by the cluster's clock
 */
export function isRecovering(
  pod: PodObject,
  container: Pick<ContainerState, 'restarts' | 'ended'>,
  now: number,
  settings: HealthSettings,
): boolean {
  if (!pod.isReady) return true;
  return container.restarts > 1 && readyUntil(pod, container, settings) > now;
}

/** When time alone will say that it has recovered, in milliseconds; none where it has, or is not on its way. */
export function recoveredAt(
  pod: PodObject,
  container: Pick<ContainerState, 'restarts' | 'ended'>,
  now: number,
  settings: HealthSettings,
): number[] {
  if (!pod.isReady) return [];
  const at = readyUntil(pod, container, settings);
  return at > now ? [at] : [];
}

function readyUntil(
  { readySince }: PodObject,
  { ended }: Pick<ContainerState, 'ended'>,
  { crashLoop: { recoverySeconds } }: HealthSettings,
): number {
  const since = Math.max(
    ...[readySince, ended?.at].flatMap(text =>
      text === undefined ? [] : Date.parse(text),
    ),
  );
  return Number.isFinite(since) ? since + recoverySeconds * 1000 : -Infinity;
}
