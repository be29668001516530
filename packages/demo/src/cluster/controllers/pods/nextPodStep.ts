import { type JsonObject, at, listAt, objectAt, textAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import { rfc3339 } from '../../store/index.ts';
import { behaviorOf, runMs, startMs, stopMs } from './behavior.ts';
import {
  type ContainerSituation,
  podStatus,
  scheduledStatus,
} from './podStatus.ts';

const SCHEDULE_MS = 4;
const NOTICE_MS = 90;
const PULL_MS = 1_200;
const PULL_AGAIN_MS = 300_000;
const PROBE_MS = 900;
const BACKOFF_MS = 10_000;
const BACKOFF_MAX_MS = 300_000;

/** What happens to a pod next, if nobody changes it meanwhile. */
export type PodStep = { afterMs: number } & (
  | { type: 'bind'; status: (now: number) => JsonObject }
  | { type: 'status'; status: (now: number) => JsonObject }
  | { type: 'remove' }
);

/**
 * What the scheduler or the kubelet does with a pod next; undefined while it stays as it is. All that counts is in the object, so that a
 * restarted world goes on where it was.
 */
export function nextPodStep(pod: KubernetesObject): PodStep | undefined {
  if (at(pod, 'spec', 'nodeName') === undefined) {
    return {
      type: 'bind',
      afterMs: SCHEDULE_MS,
      status: now => scheduledStatus(pod, now),
    };
  }
  if (pod.metadata.deletionTimestamp) {
    return { type: 'remove', afterMs: stopMs(pod) };
  }
  if (/^(Succeeded|Failed)$/.test(textAt(pod, 'status', 'phase') ?? '')) {
    return undefined;
  }
  const [container] = listAt(pod, 'status', 'containerStatuses');
  if (!container)
    return step(pod, NOTICE_MS, () => waiting(pod, 'ContainerCreating'));
  const { state } = container;
  if (at(state, 'running')) return afterRunning(pod, container);
  if (at(state, 'terminated')) return afterEnd(pod, container);
  return afterWaiting(pod, container);
}

function afterWaiting(
  pod: KubernetesObject,
  container: JsonObject,
): PodStep | undefined {
  const reason = textAt(container, 'state', 'waiting', 'reason');
  const behavior = behaviorOf(pod);
  if (reason === 'CrashLoopBackOff') {
    return step(pod, backoffMs(restarts(container)), now =>
      running(pod, container, restarts(container) + 1, now),
    );
  }
  if (behavior === 'hang') return undefined;
  if (behavior !== 'no-pull') {
    return step(pod, startMs(pod), now =>
      running(pod, container, restarts(container), now),
    );
  }
  const image = String(container.image);
  const isBackingOff = reason === 'ErrImagePull';
  return isBackingOff
    ? step(pod, PULL_MS, () =>
        waiting(
          pod,
          'ImagePullBackOff',
          `Back-off pulling image "${image}": ErrImagePull: ${image}: not found`,
        ),
      )
    : step(pod, reason === 'ImagePullBackOff' ? PULL_AGAIN_MS : PULL_MS, () =>
        waiting(
          pod,
          'ErrImagePull',
          `failed to resolve reference "${image}": ${image}: not found`,
        ),
      );
}

function afterRunning(
  pod: KubernetesObject,
  container: JsonObject,
): PodStep | undefined {
  const isReady = container.ready === true;
  const stay = (ready: boolean) =>
    isReady === ready
      ? undefined
      : step(pod, PROBE_MS, () => ({
          phase: 'Running',
          state: objectAt(container, 'state'),
          ready,
          restarts: restarts(container),
          lastState: objectAt(container, 'lastState'),
        }));
  switch (behaviorOf(pod)) {
    case 'not-ready':
      return stay(false);
    case 'crash':
      return step(pod, runMs(pod), now =>
        ended(pod, container, 1, 'Error', now),
      );
    case 'fail':
      return step(pod, runMs(pod), now =>
        ended(pod, container, 1, 'Error', now),
      );
    case 'oom':
      return step(pod, runMs(pod), now =>
        ended(pod, container, 137, 'OOMKilled', now),
      );
    case 'complete':
      return step(pod, runMs(pod), now =>
        ended(pod, container, 0, 'Completed', now),
      );
    default:
      return stay(true);
  }
}

/** The first restart comes at once, the later ones ever more slowly. */
function afterEnd(pod: KubernetesObject, container: JsonObject): PodStep {
  const count = restarts(container);
  if (count === 0) {
    return step(pod, PROBE_MS, now => running(pod, container, 1, now));
  }
  const { name, namespace, uid } = pod.metadata;
  return step(pod, PROBE_MS, () => ({
    phase: 'Running',
    state: {
      waiting: {
        reason: 'CrashLoopBackOff',
        message: `back-off ${
          backoffMs(count) / 1000
        }s restarting failed container=${
          container.name
        } pod=${name}_${namespace}(${uid})`,
      },
    },
    ready: false,
    restarts: count,
    lastState: objectAt(container, 'state'),
  }));
}

function step(
  pod: KubernetesObject,
  afterMs: number,
  situation: (now: number) => ContainerSituation,
): PodStep {
  return {
    type: 'status',
    afterMs,
    status: now => podStatus(pod, situation(now), now),
  };
}

function waiting(
  pod: KubernetesObject,
  reason: string,
  message?: string,
): ContainerSituation {
  const [container] = listAt(pod, 'status', 'containerStatuses');
  return {
    phase: 'Pending',
    state: { waiting: { reason, ...(message ? { message } : {}) } },
    ready: false,
    restarts: container ? restarts(container) : 0,
    lastState: {},
  };
}

function running(
  pod: KubernetesObject,
  container: JsonObject,
  count: number,
  now: number,
): ContainerSituation {
  const behavior = behaviorOf(pod);
  const ended_ = at(container, 'state', 'terminated');
  return {
    phase: 'Running',
    state: { running: { startedAt: rfc3339(now) } },
    // What soon ends is not ready before.
    ready: behavior === 'ready' || behavior === 'complete',
    restarts: count,
    lastState: ended_
      ? { terminated: ended_ }
      : objectAt(container, 'lastState'),
  };
}

function ended(
  pod: KubernetesObject,
  container: JsonObject,
  exitCode: number,
  reason: string,
  now: number,
): ContainerSituation {
  const policy = at(pod, 'spec', 'restartPolicy');
  const isOver =
    policy === 'Never' || (policy === 'OnFailure' && exitCode === 0);
  const outcome = exitCode === 0 ? 'Succeeded' : 'Failed';
  return {
    phase: isOver ? outcome : 'Running',
    state: {
      terminated: {
        exitCode,
        reason,
        startedAt: at(container, 'state', 'running', 'startedAt'),
        finishedAt: rfc3339(now),
        containerID: container.containerID,
      },
    },
    ready: false,
    restarts: restarts(container),
    lastState: objectAt(container, 'lastState'),
  };
}

function restarts(container: JsonObject): number {
  return Number(container.restartCount ?? 0);
}

function backoffMs(count: number): number {
  return Math.min(BACKOFF_MS * 2 ** Math.max(0, count - 1), BACKOFF_MAX_MS);
}
